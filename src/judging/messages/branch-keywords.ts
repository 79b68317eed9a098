import { _, type Ajv2020, type KeywordCxt, Name } from 'ajv/dist/2020.js'

/** So many branches stand within the code of their schema. Of more, each is a function of its own. */
export const MOST_INLINED = 16

/**
 * `anyOf` and `oneOf` in place of ajv's own. Those write each branch into the code of the one before it, which overflows
 * the stack, and keep the errors of all branches. These write them one after the other, and keep their own error alone:
 * a branch that does not fit is no breach.
 */
export function addBranchKeywords(ajv: Ajv2020): void {
  for (const [keyword, before, message] of [
    ['oneOf', 'allOf', 'must match exactly one schema in oneOf'],
    ['anyOf', 'oneOf', 'must match a schema in anyOf'],
  ] as const) {
    ajv.removeKeyword(keyword)
    ajv.addKeyword({
      keyword,
      schemaType: 'array',
      trackErrors: true,
      before,
      error: { message },
      code: (context) => countBranches(context, keyword === 'oneOf'),
    })
  }
}

/** Writes code that counts the branches that fit; it asks no further once the count is decided. */
function countBranches(context: KeywordCxt, isOne: boolean): void {
  const { gen, schema, keyword, it } = context
  const fitting = gen.let('fitting', 0)
  const fits = gen.name('_fits')
  // What a branch looks at counts for `unevaluated…`, so that each branch of `anyOf` is asked.
  const isDecided = isOne ? _`${fitting} > 1` : it.props === true && it.items === true ? _`${fitting} > 0` : _`false`
  for (const index of Array.from({ length: schema.length }).keys()) {
    gen.if(_`!(${isDecided})`)
    const branch = context.subschema({ keyword, schemaProp: index, compositeRule: true }, fits)
    context.reset()
    gen.if(fits, () => {
      gen.assign(fitting, _`${fitting} + 1`)
      if (isOne) gen.if(_`${fitting} === 1`, () => context.mergeEvaluated(branch, Name))
      else context.mergeEvaluated(branch, Name)
    })
    gen.endIf()
  }
  context.result(isOne ? _`${fitting} === 1` : _`${fitting} > 0`, undefined, () => context.error(true))
}
