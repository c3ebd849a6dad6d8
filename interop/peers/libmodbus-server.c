/*
 * A Modbus server made of libmodbus: four tables of TABLE_SIZE addresses. On a serial port it is unit 1; over TCP it
 * answers whatever the unit, one connection after another.
 *
 *     libmodbus-server rtu <path> <baud> [<most seconds between two parts of a request>]
 *     libmodbus-server tcp <port, or 0 for a free one>
 *
 * Says "ready", with the TCP port, when it listens. Ends when its serial port goes away.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "values.h"

static int gone(int error) {
    return error == EIO || error == ENXIO || error == EBADF || error == ECONNRESET || error == ENODEV;
}

static modbus_mapping_t *new_tables(void) {
    modbus_mapping_t *tables = modbus_mapping_new(TABLE_SIZE, TABLE_SIZE, TABLE_SIZE, TABLE_SIZE);
    if (tables == NULL) exit(1);
    for (int address = 0; address < TABLE_SIZE; address++) {
        tables->tab_bits[address] = coil_at(address);
        tables->tab_input_bits[address] = discrete_at(address);
        tables->tab_registers[address] = holding_at(address);
        tables->tab_input_registers[address] = input_at(address);
    }
    return tables;
}

/* Answers until the other side is gone. */
static void serve(modbus_t *context, modbus_mapping_t *tables) {
    for (;;) {
        uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
        int length = modbus_receive(context, request);
        if (length > 0) modbus_reply(context, request, length, tables);
        else if (length < 0 && gone(errno)) return;
    }
}

static int serve_port(const char *path, int baud, int patience, modbus_mapping_t *tables) {
    modbus_t *context = modbus_new_rtu(path, baud, 'N', 8, 1);
    if (context == NULL) return 1;
    modbus_set_slave(context, 1);
    if (patience > 0) modbus_set_byte_timeout(context, patience, 0);
    if (modbus_connect(context) != 0) {
        fprintf(stderr, "%s: %s\n", path, modbus_strerror(errno));
        return 1;
    }
    puts("ready");
    fflush(stdout);
    serve(context, tables);
    return 0;
}

static int serve_connections(int port, modbus_mapping_t *tables) {
    modbus_t *context = modbus_new_tcp("127.0.0.1", port);
    int listener = context == NULL ? -1 : modbus_tcp_listen(context, 1);
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (listener < 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        fprintf(stderr, "port %d: %s\n", port, modbus_strerror(errno));
        return 1;
    }
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    while (modbus_tcp_accept(context, &listener) >= 0) {
        serve(context, tables);
        modbus_close(context);
    }
    return 0;
}

int main(int argc, char **argv) {
    modbus_mapping_t *tables = new_tables();
    if (argc >= 4 && argc <= 5 && strcmp(argv[1], "rtu") == 0)
        return serve_port(argv[2], atoi(argv[3]), argc == 5 ? atoi(argv[4]) : 0, tables);
    if (argc == 3 && strcmp(argv[1], "tcp") == 0) return serve_connections(atoi(argv[2]), tables);
    return 2;
}
