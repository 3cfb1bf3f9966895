/*
 * Collation libraries of another version, as far as PostgreSQL asks them for it. To be preloaded. They sort as before.
 */
#include <stdint.h>

const char *gnu_get_libc_version(void)
{
    return "1.2";
}

void UCOL_GET_VERSION(const void *collator, uint8_t version[4])
{
    (void) collator;
    version[0] = 1;
    version[1] = 2;
    version[2] = 3;
    version[3] = 4;
}
