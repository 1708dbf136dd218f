/** Tags of the elements whose attributes are the options, and which of those have only the launcher. */
const optioned = {'parley-chat': ['open', 'position', 'teaser'], 'parley-widget': []};

/** Of the classes alone: the manifest is the reference of the elements, in Storybook and in editors. */
export default {
  globs: ['src/components/*/element.ts', 'src/widget/{chat,chat-properties,options,transcript,widget}.ts', 'src/elements/*.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [options(), published()],
};

/** The options and what only scripts can set stand in tables of their own: they are told of each element that has them. */
function options() {
  const attributes = [];
  const fields = [];
  return {
    name: 'options',
    analyzePhase({ts, node}) {
      const describe = (member) => ts.getTextOfJSDocComment(member.jsDoc?.at(-1)?.comment);
      if (ts.isVariableDeclaration(node) && node.name.getText() === 'options' && node.initializer?.expression?.expression)
        for (const member of node.initializer.expression.expression.properties)
          attributes.push({name: member.name.text, description: describe(member), type: {text: typeOf(ts, member.initializer)}});
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'ChatProperties')
        for (const member of node.members)
          fields.push({kind: 'field', name: member.name.text, description: describe(member), type: {text: member.type.getText()}});
    },
    packageLinkPhase({customElementsManifest}) {
      for (const element of elementsOf(customElementsManifest)) {
        const others = optioned[element.tagName];
        if (!others) continue;
        element.attributes = attributes.filter(({name}) => !others.includes(name));
        const known = element.members.filter(({name}) => !fields.some((field) => field.name === name));
        element.members = [...fields, ...known];
      }
    },
  };
}

/** The words an option takes, or their kind. */
function typeOf(ts, option) {
  const [{initializer: is}] = option.properties;
  if (ts.isArrayLiteralExpression(is)) return is.elements.map((word) => `'${word.text}'`).join(' | ');
  return {number: 'number', presence: 'boolean'}[is.text] ?? 'string';
}

/** Tells of nothing that is ours alone, nor of what is taken for ours (`button.onclick = …`), and names the files that the package holds. */
function published() {
  return {
    name: 'published',
    packageLinkPhase({customElementsManifest}) {
      for (const element of elementsOf(customElementsManifest))
        element.members = element.members.filter(({name, privacy, static: ofClass}) => !privacy && !ofClass && name !== 'onclick');
      const text = JSON.stringify(customElementsManifest).replace(/"\/?src\/([^"]+)\.ts"/g, '"dist/$1.js"');
      Object.assign(customElementsManifest, JSON.parse(text));
    },
  };
}

function elementsOf({modules}) {
  return modules.flatMap(({declarations}) => declarations).filter(({customElement}) => customElement);
}
