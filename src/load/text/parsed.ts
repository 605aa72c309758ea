/** What a text of JSON says; undefined: it is none. Where it is wrong and why, `json.ts` tells. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
