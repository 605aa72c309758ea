/** How many cases: few by default, many under SEATPLAN_LONG. */
export function runs(short: number, long: number): number {
  return process.env['SEATPLAN_LONG'] ? long : short
}

/** Every law draws the same cases on every machine. */
export const seed = 20261124

/** Milliseconds for one law, on a machine that does other things as well. */
export const patience = process.env['SEATPLAN_LONG'] ? 7_200_000 : 300_000
