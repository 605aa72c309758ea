import { waiversIn } from './idle-waiver.js'
import type { Lint, Remark } from './lint.js'

/** A waiver whose time is over. */
export const expiredWaiver: Lint = {
  id: 'expired-waiver',
  about: 'A waiver is past its `expires`, so what it accepted counts again.',
  around: ({ waivers, now }) => waivers.flatMap((document) => waiversIn(document).flatMap(({ expires }, index): readonly Remark[] => {
    if (expires === undefined || expires >= now) return []
    return [{ place: document.place(['waivers', index, 'expires']), message: `this waiver ended on ${expires}`, hint: 'remove it, or decide anew and give a later day' }]
  })),
}
