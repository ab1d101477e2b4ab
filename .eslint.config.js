// Rules for the pages' modules: mistakes only. How code looks is Prettier's old question, answered by reading.
const browser = [
  'AbortController', 'AbortSignal', 'CSS', 'DOMException', 'DOMParser', 'HTMLElement', 'IntersectionObserver', 'Intl', 'MutationObserver', 'Node', 'ResizeObserver', 'TextDecoderStream', 'TextEncoder', 'URL',
  'URLSearchParams', 'XMLHttpRequest', 'addEventListener', 'clearInterval', 'clearTimeout', 'crypto', 'customElements', 'document', 'fetch', 'getComputedStyle', 'history', 'innerHeight', 'innerWidth',
  'localStorage', 'location', 'matchMedia', 'navigator', 'performance', 'queueMicrotask', 'removeEventListener', 'requestAnimationFrame', 'scrollX', 'scrollY',
  'sessionStorage', 'setInterval', 'setTimeout', 'window',
];
const node = ['Buffer', 'ReadableStream', 'Response', 'process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout'];

const globals = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

const rules = {
  'constructor-super': 'error',
  'eqeqeq': ['error', 'always'],
  'for-direction': 'error',
  'getter-return': 'error',
  'no-alert': 'error',
  'no-async-promise-executor': 'error',
  'no-cond-assign': 'error',
  'no-console': 'error',
  'no-const-assign': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-dupe-args': 'error',
  'no-dupe-keys': 'error',
  'no-duplicate-case': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-redeclare': 'error',
  'no-self-assign': 'error',
  'no-shadow-restricted-names': 'error',
  'no-throw-literal': 'error',
  'no-undef': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unused-vars': ['error', { varsIgnorePattern: '^_', caughtErrors: 'none' }],
  'no-use-before-define': ['error', { functions: false, classes: true, variables: false }],
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'require-yield': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
  // Nothing may parse HTML out of strings: the policy of the pages relies on it.
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: 'Build elements with h().' },
    { property: 'outerHTML', message: 'Build elements with h().' },
    { property: 'insertAdjacentHTML', message: 'Build elements with h().' },
  ],
};

export default [
  { ignores: ['node_modules/', 'storefront/lib/', '.data/', 'bin/'] },
  { files: ['storefront/**/*.js', 'admin-ui/**/*.js'], languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals(browser) }, rules },
  { files: ['storefront/shared/js/boot.js'], languageOptions: { sourceType: 'script' } },
  { files: ['**/*.mjs', '.eslint.config.js'], languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals([...node, ...browser]) }, rules: { ...rules, 'no-console': 'off' } },
];
