/** Everything in `file` from the only `from` to the end of the next `to` becomes `replacement`. */
export interface SourcePatch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly replacement: string;
}

const matchPrefix = `
  return function matchPrefix (path, i) {
    for (let offset = 1; offset < prefix.length; offset++) {
      if (path.charCodeAt(i + offset) !== prefix.charCodeAt(offset)) return false
    }
    return true
  }
`;

// The constructor of an object with parameters a, b: one closure per count, because most routes have at most two.
const createParamsObject = `
    const [name0, name1] = params
    if (params.length === 0) return () => new NullObject()
    if (params.length === 1) {
      return function _createParamsObject (param0) {
        const result = new NullObject()
        result[name0] = param0
        return result
      }
    }
    if (params.length === 2) {
      return function _createParamsObject (param0, param1) {
        const result = new NullObject()
        result[name0] = param0
        result[name1] = param1
        return result
      }
    }
    return function _createParamsObject (param0, param1, param2, param3, extraParams) {
      const first = [param0, param1, param2, param3]
      const result = new NullObject()
      for (let i = 0; i < params.length; i++) result[params[i]] = i < 4 ? first[i] : extraParams[i - 4]
      return result
    }
`;

const getHandlerMatchingConstraints = `
    const initial = (1 << this.handlers.length) - 1
    const checks = this.constraints.map((constraint) => ({
      constraint,
      mask: this._constrainedIndexBitmask(constraint),
      mustMatch: Boolean(constrainer.strategies[constraint].mustMatchWhenDerived)
    }))
    const excluding = Object.keys(constrainer.strategies).filter((constraint) =>
      constrainer.strategies[constraint].mustMatchWhenDerived && !this.constraints.includes(constraint))
    this._getHandlerMatchingConstraints = function (derivedConstraints) {
      let candidates = initial
      for (const { constraint, mask, mustMatch } of checks) {
        const value = derivedConstraints[constraint]
        if (value === undefined) {
          candidates &= mask
        } else {
          const matches = this.constrainedHandlerStores[constraint].get(value) || 0
          candidates &= mustMatch ? matches : (matches | mask)
        }
        if (candidates === 0) return null
      }
      for (const constraint of excluding) {
        if (derivedConstraints[constraint] !== undefined) return null
      }
      return this.handlers[31 - Math.clz32(candidates)]
    }
`;

const deriveSyncConstraints = `
    const keys = [...this.strategiesInUse]
    this.deriveSyncConstraints = (req, ctx) => {
      const derived = {}
      for (const key of keys) {
        const strategy = this.strategies[key]
        if (strategy.isCustom) derived[strategy.name] = strategy.deriveConstraint(req, ctx)
        else if (key === 'version') derived.version = req.headers['accept-version']
        else derived.host = req.headers.host || req.headers[':authority']
      }
      return derived
    }
`;

// `Router#compile` is an optimisation of find and lookup: walking the tree gives the same results.
const compileTree = `
function compileTree (router, root) {
  const method = Object.keys(router.trees).find((name) => router.trees[name] === root)
  const walk = Object.getPrototypeOf(router).find
  const find = (path, derivedConstraints) => walk.call(router, method, path, derivedConstraints)
  return {
    find,
    lookup: (path, derivedConstraints, req, res, ctx) => router.callHandler(find(path, derivedConstraints), req, res, ctx)
  }
}

module.exports = { compileTree }
`;

const endOfFunctionFromText = ' // eslint-disable-line\n';

/** Every place where find-my-way 9.10.1 makes a function from text. */
export const findMyWayPatches: readonly SourcePatch[] = [
  {
    file: 'node.js',
    from: '\n  const lines = []\n  for (let i = 1; i < prefix.length; i++) {',
    to: endOfFunctionFromText,
    replacement: matchPrefix,
  },
  {
    file: 'handler-storage.js',
    from: '\n    const fnBody = ["\'use strict\'"]\n',
    to: endOfFunctionFromText,
    replacement: createParamsObject,
  },
  {
    file: 'handler-storage.js',
    from: '\n    const lines = ["\'use strict\'"]\n',
    to: endOfFunctionFromText,
    replacement: getHandlerMatchingConstraints,
  },
  {
    file: 'constrainer.js',
    from: "\n    const lines = [\"'use strict'\", 'return {']\n",
    to: endOfFunctionFromText,
    replacement: deriveSyncConstraints,
  },
  {
    file: 'compiler.js',
    from: "\nconst { NODE_TYPES } = require('./node')\n",
    to: '\nmodule.exports = { compileTree }\n',
    replacement: compileTree,
  },
];
