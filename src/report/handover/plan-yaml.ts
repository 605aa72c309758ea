import type { ChangeBody } from '../../model/report.js'
import { visible, visibleJson } from '../visible.js'
import { harmlessName } from './comment.js'

/** A plan as a file that stands alone: lists written out, GUIDs with names as comments. */
export function planYaml(title: string, changes: readonly ChangeBody[], nameOf: (id: string) => string | undefined): string {
  const body = changes.flatMap(change => itemLines(change, '  ', nameOf))
  return [`title: ${scalar(title)}`, changes.length === 0 ? 'changes: []' : 'changes:', ...body, ''].join('\n')
}

type NameOf = (id: string) => string | undefined

function itemLines(value: unknown, indent: string, nameOf: NameOf): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}- ${commented(value, nameOf)}`]
  const lines = fieldLines(value as ChangeBody, `${indent}  `, nameOf)
  return lines.map((line, at) => (at === 0 ? `${indent}- ${line.trimStart()}` : line))
}

function fieldLines(fields: ChangeBody, indent: string, nameOf: NameOf): readonly string[] {
  return Object.entries(fields).filter(([, value]) => value !== undefined).flatMap(([key, value]) => fieldOf(key, value, indent, nameOf))
}

function fieldOf(key: string, value: unknown, indent: string, nameOf: NameOf): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${indent}${key}: []`] : [`${indent}${key}:`, ...value.flatMap(item => itemLines(item, `${indent}  `, nameOf))]
  if (typeof value === 'object' && value !== null) return [`${indent}${key}:`, ...fieldLines(value as ChangeBody, `${indent}  `, nameOf)]
  return [`${indent}${key}: ${commented(value, nameOf)}`]
}

function commented(value: unknown, nameOf: NameOf): string {
  const name = typeof value === 'string' ? nameOf(value) : undefined
  return name === undefined ? scalar(value) : `${scalar(value)}  # ${harmlessName(name)}`
}

/** Text that YAML could take for something else stands between quotes; so do country codes. */
export function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  if (isGuid(value) && !/^[0-9]+(?:e[0-9-]*)?$/.test(value)) return value
  return /^[a-z][\w.@/-]*[\w]$/.test(value) && value.length > 3 && !/^(?:true|false|null|yes|no|on|off)$/.test(value) ? value : quoted(value)
}

function isGuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
}

/** Single quotes, as in the files that people write; what a terminal obeys or hides is written out, which needs JSON's. */
function quoted(value: string): string {
  return visible(value) === value ? `'${value.replaceAll("'", "''")}'` : visibleJson(value)
}
