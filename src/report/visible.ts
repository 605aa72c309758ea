/**
 * Characters that a terminal obeys or hides instead of showing: controls, separators of lines, marks that turn the
 * direction of text, invisible ones. Joiners and variation selectors stay: scripts and emoji need them.
 */
const unseen = /(?!\u200c|\u200d|\u034f|[\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu

/** What the agent of Azure Pipelines obeys wherever it stands in a line. */
const azureCommand = /##(?=(?:vso)?\[)/gi
/** What the runner of GitHub Actions obeys at the start of a line, and a long line may be broken before any word. */
const githubCommand = /(?<=^|\s)::/g

/**
 * The text with every character that could deceive its reader written out, as `\u202e`, and with nothing in it that a
 * build agent which prints it would obey.
 */
export function visible(text: string): string {
  return text.replace(unseen, written).replace(azureCommand, '#\\u0023').replace(githubCommand, '\\u003a:')
}

/** JSON that means the same, and in which a build agent finds no command. */
export function harmlessJson(json: string): string {
  return json.replace(azureCommand, '#\\u0023')
}

/** One line of JSON, the same data, with every character that could deceive its reader escaped. */
export function visibleJson(value: unknown): string {
  const escaped = (text: string): string => Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
  return harmlessJson(JSON.stringify(value).replace(unseen, escaped))
}

/** A value with all of its strings made visible; keys too. */
export function allVisible<T>(value: T): T
export function allVisible(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map((item: unknown) => allVisible(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [visible(key), allVisible(item)]))
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
