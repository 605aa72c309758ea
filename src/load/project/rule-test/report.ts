export type Fields = Readonly<Record<string, unknown>>
export type Where = readonly (string | number)[]

/** Says what is wrong, and where in the file. */
export type Report = (where: Where, code: string, message: string, hint?: string, at?: 'key' | 'value') => undefined
