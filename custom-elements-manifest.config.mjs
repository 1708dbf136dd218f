/** Of the classes alone: the manifest is the reference of the elements, in Storybook and in editors. */
export default {
  globs: ['src/components/*/element.ts', 'src/widget/*.ts', 'src/elements/*.ts'],
  outdir: 'dist',
  litelement: true,
};
