/** An object of an export, its keys in whatever case the tool wrote them. */
export type Props = Readonly<Record<string, unknown>>

export const isProps = (value: unknown): value is Props =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A property by Graph's name, whatever the case of the key (Graph writes `skuId`, PowerShell `SkuId`), also inside
 * PowerShell's `AdditionalProperties`. Undefined: the export does not have it.
 */
export function prop(of: Props, name: string): unknown {
  const exact = of[name]
  if (exact !== undefined) return exact
  const pascal = of[pascalOf(name)]
  if (pascal !== undefined) return pascal
  return anyCase(of, name) ?? additional(of, name)
}

const pascalNames = new Map<string, string>()

function pascalOf(name: string): string {
  let pascal = pascalNames.get(name)
  if (pascal === undefined) pascalNames.set(name, (pascal = name[0]!.toUpperCase() + name.slice(1)))
  return pascal
}

function anyCase(of: Props, name: string): unknown {
  for (const key in of) if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) return of[key]
  return undefined
}

function additional(of: Props, name: string): unknown {
  const more = of['AdditionalProperties'] ?? of['additionalProperties']
  return isProps(more) ? (more[name] ?? anyCase(more, name)) : undefined
}
