/*
 * Asks one question with libmodbus.
 *
 *     libmodbus-client <path> <baud> <unit> <function> <address> <quantity, or the values to write>...
 *
 * Prints the values on one line, "written", or "refused: <what libmodbus calls it>".
 */
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>

static uint8_t bits[MODBUS_MAX_READ_BITS];
static uint16_t registers[MODBUS_MAX_READ_REGISTERS];

static int ask(modbus_t *context, int function, int address, int count, int first) {
    switch (function) {
    case 1: return modbus_read_bits(context, address, first, bits);
    case 2: return modbus_read_input_bits(context, address, first, bits);
    case 3: return modbus_read_registers(context, address, first, registers);
    case 4: return modbus_read_input_registers(context, address, first, registers);
    case 5: return modbus_write_bit(context, address, first);
    case 6: return modbus_write_register(context, address, first);
    case 15: return modbus_write_bits(context, address, count, bits);
    case 16: return modbus_write_registers(context, address, count, registers);
    default: return -1;
    }
}

int main(int argc, char **argv) {
    if (argc < 7) return 2;
    int function = atoi(argv[4]);
    int count = argc - 6;
    if (count > MODBUS_MAX_WRITE_BITS) return 2;
    for (int index = 0; index < count; index++) {
        bits[index] = atoi(argv[6 + index]) != 0;
        if (index < MODBUS_MAX_READ_REGISTERS) registers[index] = atoi(argv[6 + index]);
    }
    modbus_t *context = modbus_new_rtu(argv[1], atoi(argv[2]), 'N', 8, 1);
    modbus_set_slave(context, atoi(argv[3]));
    modbus_set_response_timeout(context, 1, 500000);
    if (modbus_connect(context) != 0) return 1;
    int done = ask(context, function, atoi(argv[5]), count, atoi(argv[6]));
    if (done < 0) printf("refused: %s\n", modbus_strerror(errno));
    else if (function > 4) puts("written");
    else
        for (int index = 0; index < done; index++)
            printf("%d%s", function < 3 ? bits[index] : registers[index], index + 1 < done ? " " : "\n");
    modbus_close(context);
    modbus_free(context);
    return 0;
}
