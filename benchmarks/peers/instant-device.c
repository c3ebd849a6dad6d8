/*
 * RTU units on pseudo-terminals that answer a read as soon as its last byte has come: no pacing, no silences.
 *
 *     instant-device <terminals>
 *
 * Says "ready" and their paths. Ends with its standard input.
 */
#include <poll.h>
#include "rtu.h"

#define MOST_TERMINALS 64

struct terminal {
    int length;
    uint8_t unread[RTU_REQUEST];
    uint8_t request[RTU_REQUEST];
    uint8_t answer[MOST_RTU];
    int answer_length;
};

static void serve(int descriptor, struct terminal *terminal) {
    int length = read(descriptor, terminal->unread + terminal->length, RTU_REQUEST - terminal->length);
    if (length <= 0) return;
    terminal->length += length;
    if (terminal->length < RTU_REQUEST) return;
    terminal->length = 0;
    /* The same question gets the answer that was made before. */
    if (memcmp(terminal->request, terminal->unread, RTU_REQUEST) != 0) {
        memcpy(terminal->request, terminal->unread, RTU_REQUEST);
        terminal->answer_length = answer_rtu(terminal->request, RTU_REQUEST, terminal->answer);
    }
    if (write(descriptor, terminal->answer, terminal->answer_length) != terminal->answer_length) fail("write");
}

int main(int argc, char **argv) {
    static struct terminal terminals[MOST_TERMINALS];
    struct pollfd watched[MOST_TERMINALS + 1] = {{STDIN_FILENO, POLLIN, 0}};
    int count = argc == 2 ? atoi(argv[1]) : 0;
    if (count < 1 || count > MOST_TERMINALS) return 2;
    printf("ready");
    for (int index = 0; index < count; index++)
        watched[index + 1] = (struct pollfd){open_terminal(), POLLIN, 0};
    printf("\n");
    fflush(stdout);
    for (;;) {
        poll(watched, count + 1, -1);
        if (watched[0].revents != 0) return 0;
        for (int index = 0; index < count; index++)
            if (watched[index + 1].revents != 0) serve(watched[index + 1].fd, &terminals[index]);
    }
}
