/*
 * A Modbus TCP server that is not the limit of any client: bare sockets, answers that are made once, and as many
 * answers in one write as there were questions in one read. It knows reads of holding registers only.
 *
 *     fast-server
 *
 * Says "ready" and its port. Ends with its standard input.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "registers.h"

#define HEADER 7
#define REQUEST (HEADER + 5)
#define CHUNK 4096
#define MOST_ANSWER (HEADER + 2 + 2 * MOST_REGISTERS)

struct connection {
    int socket;
    int length;
    uint8_t unread[CHUNK];
};

/* The answer to the latest request, without its transaction id and unit. */
static uint8_t prebuilt[MOST_ANSWER];
static uint8_t prebuilt_for[5];
static int prebuilt_length;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Appends the answer to one request; returns its length. */
static int answer(const uint8_t *request, uint8_t *out) {
    if (memcmp(request + HEADER, prebuilt_for, sizeof prebuilt_for) != 0) {
        int length = answer_pdu(request + HEADER, prebuilt + HEADER);
        if (length == 0) return 0;
        prebuilt[4] = (length + 1) >> 8;
        prebuilt[5] = length + 1;
        prebuilt_length = HEADER + length;
        memcpy(prebuilt_for, request + HEADER, sizeof prebuilt_for);
    }
    memcpy(out, prebuilt, prebuilt_length);
    memcpy(out, request, 2);
    out[6] = request[6];
    return prebuilt_length;
}

static int write_all(int socket, const uint8_t *bytes, int length) {
    while (length > 0) {
        int sent = write(socket, bytes, length);
        if (sent < 0 && errno == EAGAIN) {
            struct pollfd room = {socket, POLLOUT, 0};
            poll(&room, 1, -1);
            continue;
        }
        if (sent <= 0) return -1;
        bytes += sent;
        length -= sent;
    }
    return 0;
}

/* Answers what has come; -1 when the connection is over. */
static int serve(struct connection *client) {
    static uint8_t out[(CHUNK / REQUEST + 1) * MOST_ANSWER];
    int length = read(client->socket, client->unread + client->length, CHUNK - client->length);
    if (length <= 0) return errno == EAGAIN && length < 0 ? 0 : -1;
    client->length += length;
    int taken = 0, filled = 0;
    for (; client->length - taken >= REQUEST; taken += REQUEST) {
        int answered = answer(client->unread + taken, out + filled);
        if (answered == 0) return -1;
        filled += answered;
    }
    client->length -= taken;
    memmove(client->unread, client->unread + taken, client->length);
    return write_all(client->socket, out, filled);
}

static int listen_somewhere(void) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 512) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        fail("listen");
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void watch(int poller, int descriptor, void *what) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
}

static void accept_one(int poller, int listener) {
    struct connection *client = calloc(1, sizeof *client);
    client->socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (client->socket < 0) fail("accept");
    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    watch(poller, client->socket, client);
}

int main(void) {
    int poller = epoll_create1(0), listener = listen_somewhere();
    static char input, arrivals;
    watch(poller, STDIN_FILENO, &input);
    watch(poller, listener, &arrivals);
    for (;;) {
        struct epoll_event events[64];
        int count = epoll_wait(poller, events, 64, -1);
        for (int index = 0; index < count; index++) {
            void *what = events[index].data.ptr;
            if (what == &input) return 0;
            if (what == &arrivals) {
                accept_one(poller, listener);
            } else if (serve(what) < 0) {
                close(((struct connection *)what)->socket);
                free(what);
            }
        }
    }
}
