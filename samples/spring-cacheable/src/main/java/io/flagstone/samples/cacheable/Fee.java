package io.flagstone.samples.cacheable;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What an exchange costs. It is stored by Java serialization, so that it is serializable and on the list in
 * {@code flagstone.properties}.
 */
public record Fee(String customer, BigDecimal percent) implements Serializable {}
