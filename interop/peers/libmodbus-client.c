/*
 * Asks questions with libmodbus.
 *
 *     libmodbus-client rtu <path> <baud>
 *     libmodbus-client tcp <host> <port>
 *
 * Reads questions from stdin, a line each, until it ends:
 *
 *     <unit> <function> <address> <quantity, or the values to write>...
 *     <unit> 17
 *     <unit> 22 <address> <and> <or>
 *     <unit> 23 <address to read> <quantity> <address to write> <values>...
 *
 * Answers each with a line: the values, "written", or "refused: <what libmodbus calls it>".
 */
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int numbers[MODBUS_MAX_WRITE_BITS + 8];
static uint8_t bits[MODBUS_MAX_READ_BITS];
static uint16_t registers[MODBUS_MAX_READ_REGISTERS];
static uint16_t to_write[MODBUS_MAX_WRITE_REGISTERS];

/* How many values came, or -1. `count`: numbers behind the function. */
static int ask(modbus_t *context, int function, const int *values, int count) {
    int address = values[0];
    int first = values[1];
    for (int index = 1; index < count; index++) {
        bits[index - 1] = values[index] != 0;
        if (index <= MODBUS_MAX_WRITE_REGISTERS) to_write[index - 1] = values[index];
    }
    switch (function) {
    case 1: return modbus_read_bits(context, address, first, bits);
    case 2: return modbus_read_input_bits(context, address, first, bits);
    case 3: return modbus_read_registers(context, address, first, registers);
    case 4: return modbus_read_input_registers(context, address, first, registers);
    case 5: return modbus_write_bit(context, address, first);
    case 6: return modbus_write_register(context, address, first);
    case 15: return modbus_write_bits(context, address, count - 1, bits);
    case 16: return modbus_write_registers(context, address, count - 1, to_write);
    case 17: return modbus_report_slave_id(context, sizeof bits, bits);
    case 22: return modbus_mask_write_register(context, address, first, values[2]);
    case 23:
        return modbus_write_and_read_registers(context, values[2], count - 3, to_write + 2, address, first,
                                               registers);
    default: return -1;
    }
}

static void tell(int function, int done) {
    int of_bits = function < 3 || function == 17;
    if (done < 0) printf("refused: %s\n", modbus_strerror(errno));
    else if (function > 4 && function != 17 && function != 23) puts("written");
    else
        for (int index = 0; index < done; index++)
            printf("%d%s", of_bits ? bits[index] : registers[index], index + 1 < done ? " " : "\n");
    fflush(stdout);
}

static int numbers_in(char *line) {
    int count = 0;
    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n"))
        if (count < (int)(sizeof numbers / sizeof *numbers)) numbers[count++] = atoi(word);
    return count;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    modbus_t *context = strcmp(argv[1], "tcp") == 0 ? modbus_new_tcp(argv[2], atoi(argv[3]))
                                                     : modbus_new_rtu(argv[2], atoi(argv[3]), 'N', 8, 1);
    /* Only the whole answer has to come in time, and not each part of it. */
    modbus_set_byte_timeout(context, 0, 0);
    if (modbus_connect(context) != 0) {
        fprintf(stderr, "%s: %s\n", argv[2], modbus_strerror(errno));
        return 1;
    }
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        int count = numbers_in(line);
        if (count < 2) return 2;
        modbus_set_slave(context, numbers[0]);
        /* What is sent to everybody is not answered, and everything else is. */
        modbus_set_response_timeout(context, numbers[0] == 0 ? 1 : 20, 0);
        tell(numbers[1], ask(context, numbers[1], numbers + 2, count - 2));
    }
    modbus_close(context);
    modbus_free(context);
    return 0;
}
