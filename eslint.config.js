import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.vscode-e2e/',
      '.vscode-test/',
      'examples/',
      'recorder/',
      '**/fixtures/',
      '**/golden/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Typed arrays and tables are indexed where the bounds are known: `!` says so more clearly than a dead branch.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // An interface of callbacks may well have one that does nothing.
      '@typescript-eslint/no-empty-function': 'off',
      // `return stop(why)` in a branch that ends there reads well.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `[...text]` is how to walk over code points, which is what is meant.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // A test file is a list of examples; it may be longer than a module.
      'max-lines': 'off',
      // Mocha's describe and it return nothing that matters.
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    // These are commands: the console is their user interface.
    files: ['scripts/**', 'bench/**', 'test/vscode/**', 'cli/**', '**/*.config.js'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
