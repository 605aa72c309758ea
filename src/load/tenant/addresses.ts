/**
 * A proxy address as addresses are compared: lower-case, with its type. `SMTP:` marks the primary one and means the same
 * as `smtp:`; what has no type is a mail address. `x500:` and `sip:` are other types.
 */
export function normalAddress(address: string): string {
  const lower = address.trim().toLowerCase()
  return /^[a-z0-9-]+:/.test(lower) ? lower : `smtp:${lower}`
}

/** Only mail addresses have to be the tenant's only ones. */
export const isMail = (normal: string): boolean => normal.startsWith('smtp:')

/** Normal, sorted, each once. */
export const normalAddresses = (addresses: readonly string[]): readonly string[] =>
  [...new Set(addresses.map(normalAddress))].sort()
