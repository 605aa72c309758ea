/** What a text of a schema may be the name of. Validation takes any text; editors offer what there is. */
export const formats = ['service-plan', 'product', 'group', 'user', 'rule', 'country', 'fact', 'operator', 'pack'] as const

export type Format = (typeof formats)[number]
