import { scalar } from './handover/plan-yaml.js'

/** A scenario as people write it: its parts one below the other, each user, group, product and step on a line. */
export function scenarioYaml(scenario: Readonly<Record<string, unknown>>): string {
  return `${fieldLines(scenario, '').join('\n')}\n`
}

const blocks = new Set(['tenant', 'expect'])

function fieldLines(fields: object, indent: string): readonly string[] {
  return Object.entries(fields).flatMap(([key, value]): readonly string[] => {
    if (blocks.has(key)) return [`${indent}${key}:`, ...fieldLines(value as object, `${indent}  `)]
    if (Array.isArray(value) && value.some(one => typeof one === 'object')) return [`${indent}${key}:`, ...value.map(one => `${indent}  - ${flow(one)}`)]
    return [`${indent}${key}: ${flow(value)}`]
  })
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return flowScalar(value)
  const fields = Object.entries(value).map(([key, one]) => `${keyText(key)}: ${flow(one)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** Part numbers and words need no quotes. */
function flowScalar(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_-]{3,}$/.test(value) && !/^(?:true|false|null)$/i.test(value) ? value : scalar(value)
}

const keyText = (key: string): string => (/^[A-Za-z][A-Za-z0-9_-]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(key) ? key : scalar(key))
