/** Which findings there are, for who asked for another. */
export function knownFindings(findings: readonly { readonly id: string }[]): string {
  const [first, last] = [findings[0], findings.at(-1)]
  if (first === undefined) return 'there are no findings'
  return first === last ? `there is only ${first.id}` : `there are ${first.id} to ${last!.id}`
}
