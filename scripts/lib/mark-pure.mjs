/**
 * Tells bundlers which statements of a script they may leave out. Packages that say `sideEffects: false` lose whole modules
 * that nobody uses; once modules are drawn together, only marks on single statements have the same effect.
 */
import ts from 'typescript';

const MARK = '/* @__PURE__ */';

/**
 * Marks the values of all constants at the top level of a script as made without side effects, which whoever calls this
 * promises of its modules. What is run and in which order stays the same.
 *
 * @param {string} text an ECMAScript module, as esbuild writes it.
 * @returns {string}
 */
export function markPure(text) {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest);
  const { statements } = source;
  const edits = statements.flatMap((statement, index) =>
    isNamespace(statement, statements[index - 1])
      ? [namespaceEdit(statement, statements[index - 1], source)]
      : makersIn(statement).flatMap(maker => makerEdits(maker, source)),
  );
  return edits.reduceRight((all, { from, to, by }) => all.slice(0, from) + by + all.slice(to), text);
}

/** The expressions that make constants. What awaits can only be made at the top level itself. */
function makersIn(statement) {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .map(({ initializer }) => initializer)
    .filter(maker => maker !== undefined && mayHaveEffects(maker) && !waits(maker));
}

/** A call can be marked by itself; the rest becomes one. */
function makerEdits(maker, source) {
  const from = maker.getStart(source);
  const to = maker.end;
  const text = source.text.slice(from, to);
  const isPlainCall =
    (ts.isCallExpression(maker) || ts.isNewExpression(maker)) &&
    ts.isIdentifier(maker.expression) &&
    !(maker.arguments ?? []).some(mayHaveEffects);
  if (!isPlainCall) return [{ from, to, by: `${MARK} (() => (${text}))()` }];
  const isMarked = source.text.slice(maker.pos, from).includes(MARK);
  return isMarked ? [] : [{ from, to, by: `${MARK} ${text}` }];
}

/** `export * as name` becomes `var name = {}; __export(name, { … });`. */
function isNamespace(statement, previous) {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  const { expression, arguments: values } = statement.expression;
  return (
    expression.text === '__export' &&
    previous !== undefined &&
    ts.isVariableStatement(previous) &&
    previous.declarationList.declarations[0].name.text === values[0].text
  );
}

function namespaceEdit(statement, previous, source) {
  const [{ text: name }, members] = statement.expression.arguments;
  const filled = `__export(${name}, ${members.getText(source)});`;
  const by = `var ${name} = ${MARK} (() => {\nvar ${name} = {};\n${filled}\nreturn ${name};\n})();`;
  return { from: previous.getStart(source), to: statement.end, by };
}

/** True where a bundler cannot know better: getters, iterators, operators and functions may do anything. */
function mayHaveEffects(node) {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node)
  )
    return true;
  return ts.forEachChild(node, mayHaveEffects) ?? false;
}

function waits(node) {
  if (ts.isFunctionLike(node)) return false;
  return ts.isAwaitExpression(node) || (ts.forEachChild(node, waits) ?? false);
}
