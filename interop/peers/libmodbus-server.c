/*
 * A Modbus RTU server made of libmodbus: unit 1, four tables of TABLE_SIZE addresses.
 *
 *     libmodbus-server <path> <baud>
 *
 * Says "ready" when it listens, and ends when its port goes away.
 */
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include "values.h"

static int gone(int error) {
    return error == EIO || error == ENXIO || error == EBADF || error == ECONNRESET || error == ENODEV;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    modbus_t *context = modbus_new_rtu(argv[1], atoi(argv[2]), 'N', 8, 1);
    modbus_mapping_t *tables = modbus_mapping_new(TABLE_SIZE, TABLE_SIZE, TABLE_SIZE, TABLE_SIZE);
    if (context == NULL || tables == NULL) return 1;
    for (int address = 0; address < TABLE_SIZE; address++) {
        tables->tab_bits[address] = coil_at(address);
        tables->tab_input_bits[address] = discrete_at(address);
        tables->tab_registers[address] = holding_at(address);
        tables->tab_input_registers[address] = input_at(address);
    }
    modbus_set_slave(context, 1);
    if (modbus_connect(context) != 0) {
        fprintf(stderr, "%s: %s\n", argv[1], modbus_strerror(errno));
        return 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
        uint8_t request[MODBUS_RTU_MAX_ADU_LENGTH];
        int length = modbus_receive(context, request);
        if (length > 0) modbus_reply(context, request, length, tables);
        else if (length < 0 && gone(errno)) return 0;
    }
}
