/**
 * Where a levelled schema keeps a `pattern` that is no regular expression of JavaScript, or would be read as another than
 * is meant: nobody judges by it.
 */
export const UNJUDGED_PATTERN = 'x-unjudged-pattern'

export const WHY_UNJUDGED = 'its regular expression is not of JavaScript (ECMA-262), and nobody judges by it'
