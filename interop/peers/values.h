/* What stands at each address of a fresh server: the same rule as in support/values.ts and peers/values.py. */
#define TABLE_SIZE 3000

static inline int coil_at(int address) { return address * 7 % 11 < 4; }
static inline int discrete_at(int address) { return address * 5 % 13 < 6; }
static inline int holding_at(int address) { return (address * 31 + 7) & 0xffff; }
static inline int input_at(int address) { return (address * 17 + 40000) & 0xffff; }
