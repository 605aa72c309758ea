import type { Report } from '../../src/model/report.js'
import { rich } from './fixture.js'

/** Names that some reader would obey instead of showing. */
export const hostileNames: readonly string[] = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\' onmouseover=\'alert(1)', '</style></script><svg onload=alert(1)>', ']]><failure/>', '--><b>', '&lt;b&gt; &#60;',
  '=HYPERLINK("http://evil.example","x")', '+1+cmd|\' /C calc\'!A0', '-2+3', '@SUM(1)', '\t=1', '\uff1d1+1', 'a,b"c', ' =1',
  '##vso[task.setvariable variable=PATH]evil', '##[command]evil', '##VSO[task.complete result=Succeeded;]', 'x ##vso[task.debug]y',
  '::error::evil', 'long words before it that make a terminal break the line here ::stop-commands::token', '\n::set-output name=a::b', '%0A::error::x', '%250A', 'a%AZP25b;c]d',
  '\u202egnp.exe', 'Sales\u200b', '\u2066hidden\u2069', '\u001b[2J\u001b]0;title\u0007', '\u0000\u0008', '\u2028\u2029', '\r\nf9  error', '\ud800', '\uffff',
  '| cell | cell |', '`code` **bold** _em_ ~~gone~~', '[link](https://evil.example)', '![image](https://evil.example/a.png)', '<https://evil.example>', 'https://evil.example', 'www.evil.example', '@octocat', '#1', '# heading', '1. item', '- item', '+ item', '> quote', '```', '---', '[^1]: note', '$x$', '{{ secrets }}', '${{ secrets.TOKEN }}', '</details>',
  '\u0627\u0644\u0645\u0628\u064a\u0639\u0627\u062a', '\u55b6\u696d\u90e8', 'O\u2019Hara-M\u00fcller (Vertrieb)',
]

/** The rich report, in which everything that a tenant, a plan or a rule can name is called so. */
export function reportAbout(name: string): Report {
  const named = renamed(rich, name) as Report
  return { ...named, rules: { ...named.rules, packs: [name] }, tool: rich.tool, now: rich.now }
}

/** Keys whose text comes from outside. */
const given = new Set(['displayName', 'title', 'userPrincipalName', 'skuPartNumber', 'servicePlanName', 'ruleId', 'file', 'text', 'op', 'reason', 'source', 'owner', 'ticket', 'error', 'address', 'otherHolder'])
const lists = new Set(['because', 'sample', 'gains', 'loses', 'losesPlans', 'licenses', 'assumptions'])

function renamed(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map(item => renamed(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, given.has(key) && typeof item === 'string' ? name : lists.has(key) ? (item as readonly string[]).map(() => name) : renamed(item, name)]))
}
