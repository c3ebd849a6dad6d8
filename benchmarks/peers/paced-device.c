/*
 * An RTU unit behind a serial line that takes its time: each character takes ten bits at the given speed, a frame ends
 * after 3.5 characters of silence (1.75 ms above 19200 baud), and the answer begins then. A request that begins
 * before the line was silent for as long is a violation: it is counted and not answered.
 *
 *     paced-device <baud>
 *
 * Says "ready" and the path of its terminal. Each line on its standard input is answered with a line: the numbers of
 * answers, violations and damaged requests so far. Ends with its standard input.
 */
#include <poll.h>
#include <sys/prctl.h>
#include <time.h>
#include "rtu.h"

#define NEVER INT64_MAX
/* Sleeping is not more exact than this; the rest of a wait is spent looking at the clock. Nanoseconds. */
#define SLEEP_ERROR 150000

static int64_t character_time, silence;
static int terminal;
static long answered, violations, damaged;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void tell(void) {
    char line[64];
    if (read(STDIN_FILENO, line, sizeof line) <= 0) exit(0);
    printf("%ld %ld %ld\n", answered, violations, damaged);
    fflush(stdout);
}

/* Waits for bytes until `deadline`; true when there are some. */
static int wait_for_bytes(int64_t deadline) {
    struct pollfd watched[] = {{terminal, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    for (;;) {
        int64_t left = deadline == NEVER ? NEVER : deadline - now();
        if (left <= 0) return 0;
        int64_t pause = left == NEVER ? 1000000000 : left > SLEEP_ERROR ? left - SLEEP_ERROR : 0;
        struct timespec time = {pause / 1000000000, pause % 1000000000};
        if (ppoll(watched, 2, &time, NULL) <= 0) continue;
        if (watched[1].revents != 0) tell();
        if (watched[0].revents != 0) return 1;
    }
}

/* Sends the answer, each character when its last bit is over; returns when the last one was. */
static int64_t send_answer(const uint8_t *answer, int length, int64_t from) {
    uint8_t collided[256];
    for (int sent = 0; sent < length;) {
        int64_t next = from + (sent + 1) * character_time;
        if (wait_for_bytes(next)) {
            /* Somebody talks into the answer. */
            if (read(terminal, collided, sizeof collided) > 0) violations++;
            continue;
        }
        int due = (now() - from) / character_time;
        if (due > length) due = length;
        if (write(terminal, answer + sent, due - sent) != due - sent) fail("write");
        sent = due;
    }
    return from + length * character_time;
}

int main(int argc, char **argv) {
    uint8_t request[256], answer[MOST_RTU];
    int baud = argc == 2 ? atoi(argv[1]) : 0;
    if (baud < 50) return 2;
    character_time = 10000000000LL / baud;
    silence = baud > 19200 ? 1750000 : 7 * character_time / 2;
    prctl(PR_SET_TIMERSLACK, 1);
    printf("ready");
    terminal = open_terminal();
    printf("\n");
    fflush(stdout);
    int64_t quiet_since = 0, heard_until = 0;
    for (int length = 0, early = 0;;) {
        if (wait_for_bytes(length == 0 ? NEVER : heard_until + silence)) {
            int64_t begun = now();
            int count = read(terminal, request + length, sizeof request - length);
            if (count <= 0) continue;
            if (length == 0) early = begun - quiet_since < silence;
            heard_until = (begun > heard_until ? begun : heard_until) + count * character_time;
            length += count;
            if (length < (int)sizeof request) continue;
        }
        quiet_since = heard_until;
        int answer_length = answer_rtu(request, length, answer);
        length = 0;
        if (early) {
            violations++;
        } else if (answer_length == 0) {
            damaged++;
        } else {
            quiet_since = send_answer(answer, answer_length, heard_until + silence);
            answered++;
        }
    }
}
