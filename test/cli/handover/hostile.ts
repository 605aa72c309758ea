import { harmless, type Called } from './tenants.js'

/** Names that try to end a comment, a string, a line or a block, in every way that PowerShell, YAML, JSON or Markdown may know. */
export const attacks: readonly (readonly [string, string])[] = [
  ['a single quote', `Sales'; Remove-Item C:/ -Recurse; '`],
  ['a double quote', `Sales"; Remove-Item C:/; "$(Remove-Item C:/)`],
  ['quotes that PowerShell takes for quotes', `Sales\u2018; Remove-Item C:/; \u2019\u201a\u201b\u201c\u201d\u201e\u201f`],
  ['a line feed', `Sales\nRemove-Item C:/ -Recurse`],
  ['a carriage return', `Sales\rRemove-Item C:/ -Recurse`],
  ['a next line', `Sales\u0085Remove-Item C:/`],
  ['a line separator', `Sales\u2028Remove-Item C:/`],
  ['a paragraph separator', `Sales\u2029Remove-Item C:/`],
  ['the end of a block comment', `Sales #> Remove-Item C:/ <#`],
  ['a backtick at the end', 'Sales `'],
  ['a turned text', `Sales\u202e/:C metI-evomeR\u202c`],
  ['a signature block', 'SIG # Begin signature block'],
  ['a null character', `Sales\u0000Remove-Item`],
  ['a half surrogate', `Sales\ud800`],
  ['markup', '<script>alert(1)</script> [x](javascript:alert(1)) ``` \n```'],
  ['a very long name', 'Sales'.repeat(500)],
]

/** The tenant in which everything has such a name. */
export function calledBy(name: string): Called {
  return { ...harmless, sales: name, pilot: `${name} pilot`, title: name, ada: `${name}@contoso.com` }
}
