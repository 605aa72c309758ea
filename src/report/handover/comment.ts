/** Longer names are cut: nobody reads them, and they may be there to hide something. */
const longest = 120

/**
 * Everything that could end a comment, or pass for a quote when somebody copies from one: controls, separators of lines,
 * characters that turn or hide text, half surrogates, and every kind of quotation mark, of which PowerShell takes
 * U+2018 to U+201F for real ones.
 */
const harmful = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Quotation_Mark}\u0060\u00b4\u02b9-\u02bf\u02ca\u02cb\u02ee\u055a\u2018-\u201f\u2032-\u2037\u2057\ua78b\ua78c]/gu

/** A name as it may stand in a comment. The GUID beside it is the identity, so what is left out is not missed. */
export function harmlessName(name: string): string {
  return cut(name.replaceAll(harmful, '_'), longest)
}

/** A sentence with names in it. */
export function harmlessLine(text: string): string {
  return cut(text.replaceAll(harmful, '_'), 5 * longest)
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${[...text].slice(0, length).join('')}...`
}
