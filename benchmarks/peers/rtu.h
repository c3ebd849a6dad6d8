/* What the serial devices of the benchmarks share: pseudo-terminals, CRC-16 and the answer to a read. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>
#include "registers.h"

#define RTU_REQUEST 8
#define MOST_RTU (5 + 2 * MOST_REGISTERS)

static inline void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Opens a pseudo-terminal that passes bytes as they are; prints the path of the client's end and returns ours. */
static inline int open_terminal(void) {
    int ours = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0) fail("posix_openpt");
    /* Kept open: our end would otherwise report a hang-up whenever the client closes its own. */
    int theirs = open(ptsname(ours), O_RDWR | O_NOCTTY);
    struct termios settings;
    if (theirs < 0 || tcgetattr(theirs, &settings) != 0) fail("open");
    cfmakeraw(&settings);
    if (tcsetattr(theirs, TCSANOW, &settings) != 0) fail("tcsetattr");
    printf(" %s", ptsname(ours));
    return ours;
}

static inline uint16_t crc16(const uint8_t *bytes, int length) {
    uint16_t crc = 0xffff;
    for (int index = 0; index < length; index++) {
        crc ^= bytes[index];
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return crc;
}

/* Makes the whole answer to a whole request; returns its length, 0 when the request is damaged or no read. */
static inline int answer_rtu(const uint8_t *request, int length, uint8_t *answer) {
    if (length != RTU_REQUEST || crc16(request, length) != 0) return 0;
    int pdu = answer_pdu(request + 1, answer + 1);
    if (pdu == 0) return 0;
    answer[0] = request[0];
    uint16_t crc = crc16(answer, pdu + 1);
    answer[pdu + 1] = crc;
    answer[pdu + 2] = crc >> 8;
    return pdu + 3;
}
