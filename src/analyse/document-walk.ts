import type { Document } from '../load/text/document.js'
import type { Spot } from '../load/text/tree.js'

/** A value somewhere in a document. */
export interface Visit {
  readonly value: unknown
  readonly spot: Spot
  readonly path: readonly (string | number)[]
}

/** Every value of a document with its place in the text, from the outside in. */
export function* walk({ data, source }: Document): Generator<Visit> {
  yield* visit({ value: data, spot: source.root, path: [] })
}

function* visit(here: Visit): Generator<Visit> {
  yield here
  for (const [name, spot] of here.spot.children ?? []) {
    yield* visit({ value: (here.value as Record<string | number, unknown>)[name], spot, path: [...here.path, name] })
  }
}
