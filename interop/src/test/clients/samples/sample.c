#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libmemcached/memcached.h>

int main(void)
{
    memcached_return_t rc;
    memcached_st *memc = memcached_create(NULL);
    memcached_server_st *servers = memcached_server_list_append(NULL, "localhost", 11211, &rc);
    rc = memcached_server_push(memc, servers);
    memcached_server_list_free(servers);

    const char *key = "foo";
    const char *value = "bar";
    rc = memcached_set(memc, key, strlen(key), value, strlen(value), (time_t)0, (uint32_t)0);
    if (rc != MEMCACHED_SUCCESS) {
        fprintf(stderr, "set: %s\n", memcached_strerror(memc, rc));
        return 1;
    }

    size_t length;
    uint32_t flags;
    char *found = memcached_get(memc, key, strlen(key), &length, &flags, &rc);
    if (rc != MEMCACHED_SUCCESS) {
        fprintf(stderr, "get: %s\n", memcached_strerror(memc, rc));
        return 1;
    }
    printf("%.*s\n", (int)length, found);
    free(found);
    memcached_free(memc);
    return 0;
}
