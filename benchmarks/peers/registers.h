/* What the servers of the benchmarks hold, and the answers to function 3 made of it. */
#include <stdint.h>
#include <string.h>
#include "../../interop/peers/values.h"

#define MOST_REGISTERS 125

/* Writes fc, byte count and registers of the answer to a read request's PDU; returns its length, 0 for other requests. */
static inline int answer_pdu(const uint8_t *request, uint8_t *answer) {
    int start = request[1] << 8 | request[2];
    int quantity = request[3] << 8 | request[4];
    if (request[0] != 3 || quantity < 1 || quantity > MOST_REGISTERS || start + quantity > TABLE_SIZE) return 0;
    answer[0] = 3;
    answer[1] = 2 * quantity;
    for (int index = 0; index < quantity; index++) {
        int value = holding_at(start + index);
        answer[2 + 2 * index] = value >> 8;
        answer[3 + 2 * index] = value;
    }
    return 2 + 2 * quantity;
}
