/*
 * Asks libmemcached who owns which key, without connections: weighted ketama with MD5 for points and keys.
 *
 *   cc -O1 -o libmemcached-vectors libmemcached-vectors.c -lmemcached
 *   ./libmemcached-vectors lists.txt < keys.tmp > libmemcached.txt
 */
#include <libmemcached/memcached.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_KEYS 10000
#define LONGEST_LINE 4096
#define COLUMNS 100

static char keys[MOST_KEYS][LONGEST_LINE];

static size_t read_keys(void) {
    size_t count = 0;
    while (count < MOST_KEYS && fgets(keys[count], LONGEST_LINE, stdin) != NULL) {
        keys[count][strcspn(keys[count], "\n")] = '\0';
        count++;
    }
    return count;
}

static memcached_st *client(char *servers) {
    memcached_st *memc = memcached_create(NULL);
    memcached_behavior_set(memc, MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED, 1);
    memcached_behavior_set(memc, MEMCACHED_BEHAVIOR_HASH, MEMCACHED_HASH_MD5);
    for (char *server = strtok(servers, " "); server != NULL; server = strtok(NULL, " ")) {
        char host[256];
        unsigned port, weight;
        if (sscanf(server, "%255[^@]@%*[^:]:%u*%u", host, &port, &weight) != 3
                || memcached_server_add_with_weight(memc, host, (in_port_t) port, weight) != MEMCACHED_SUCCESS) {
            fprintf(stderr, "not a server: %s\n", server);
            exit(1);
        }
    }
    return memc;
}

int main(int argc, char **argv) {
    FILE *lists = argc == 2 ? fopen(argv[1], "r") : NULL;
    char line[LONGEST_LINE];
    size_t count = read_keys();
    if (lists == NULL || count != MOST_KEYS) {
        fprintf(stderr, "usage: libmemcached-vectors lists.txt < keys, %d of them\n", MOST_KEYS);
        return 1;
    }
    while (fgets(line, sizeof line, lists) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *servers = strchr(line, ' ');
        *servers++ = '\0';
        memcached_st *memc = client(servers);
        printf("# %s\n", line);
        for (size_t i = 0; i < count; i++) {
            printf("%u", memcached_generate_hash(memc, keys[i], strlen(keys[i])));
            if ((i + 1) % COLUMNS == 0) {
                printf("\n");
            }
        }
        memcached_free(memc);
    }
    fclose(lists);
    return 0;
}
