// The house's one-way street (README, "Map of the folders"): a room may import from the rooms before it, never uphill.
const rooms = ['document', 'tools', 'storage', 'workers', 'engines', 'state', 'canvas', 'ui'];
const uphill = rooms.slice(0, -1).map((room, i) => ({
  name: `web-${room}-imports-downhill`,
  comment: `web/src/${room} may import only from shared and from ${rooms.slice(0, i).join(', ') || 'nothing else in web'}`,
  severity: 'error',
  from: { path: `^web/src/${room}/` },
  to: { path: `^web/src/(${rooms.slice(i + 1).join('|')}|main)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...uphill,
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|web|e2e|scripts)/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared knows neither Node nor React; zod is its only package',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'server-and-web-are-strangers',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^web/' },
    },
    {
      name: 'web-and-server-are-strangers',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^server/' },
    },
    {
      name: 'google-auth-in-one-file',
      severity: 'error',
      from: {
        path: '^(server|web|shared)/src/',
        pathNot: '^server/src/engines/(credentials\\.ts|.*\\.test\\.ts)$',
      },
      to: { path: 'node_modules/.*google-auth-library' },
    },
    {
      name: 'konva-only-on-the-canvas',
      severity: 'error',
      from: { path: '^web/src/', pathNot: '^web/src/canvas/' },
      to: { path: 'node_modules/.*(/konva/|/react-konva/)' },
    },
    {
      name: 'no-react-beside-the-pixels',
      severity: 'error',
      from: { path: '^web/src/(document|tools|storage)/' },
      to: { path: 'node_modules/.*/(react|react-dom|konva|zustand)/' },
    },
    {
      name: 'no-orphan-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw|worker&url)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.as\\.ts$|/kernels/assembly/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
