/** Something wrong with the bytes, at an offset. */
export interface Fault {
  readonly offset: number
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** What the splitter waits for. */
export type Expect = 'value' | 'item' | 'item-or-end' | 'comma' | 'tail'

export const truncated = {
  code: 'truncated-json',
  message: 'the file ends before its JSON does',
  hint: 'the export was cut off: write it again',
} as const

export const cutTail = {
  code: 'not-json',
  message: 'what follows the list `value` of a page is not JSON',
} as const

export const duplicateValue = {
  code: 'duplicate-key',
  message: 'a page has the key `value` twice',
} as const

export const notUtf8 = {
  code: 'not-utf8',
  message: 'an element holds bytes that are not UTF-8',
  hint: 'save the file as UTF-8 (in PowerShell: `Out-File -Encoding utf8`)',
} as const

export const tooLarge = (bytes: number) => ({
  code: 'element-too-large',
  message: `one element is larger than ${bytes} bytes`,
  hint: 'a list of many belongs in an array, in pages, or one to a line',
})

export const tooDeep = (depth: number) => ({
  code: 'too-deep',
  message: `values are nested more than ${depth} deep`,
  hint: 'no export of Microsoft Graph is',
})

export function unexpected(byte: number, expect: Expect): Omit<Fault, 'offset'> {
  const wrote = byte > 0x20 && byte < 0x7f ? `\`${String.fromCharCode(byte)}\`` : `byte 0x${byte.toString(16)}`
  const wanted = expect === 'comma' ? 'a comma or `]` is missing before' : expect === 'value' ? 'a JSON value cannot begin with' : 'a value is missing before'
  return { code: 'not-json', message: `${wanted} ${wrote}` }
}
