"""What stands at each address of a fresh server: the same rule as in support/values.ts and peers/values.h."""

TABLE_SIZE = 3000

COILS = [address * 7 % 11 < 4 for address in range(TABLE_SIZE)]
DISCRETE_INPUTS = [address * 5 % 13 < 6 for address in range(TABLE_SIZE)]
HOLDING_REGISTERS = [(address * 31 + 7) & 0xFFFF for address in range(TABLE_SIZE)]
INPUT_REGISTERS = [(address * 17 + 40000) & 0xFFFF for address in range(TABLE_SIZE)]
