// Compares dashboards with the types of @grafana/schema: node check.mjs DASHBOARD.json…
// A type checker judges JSON only as a literal of its own program, so one is made of each dashboard and each panel.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const here = import.meta.dirname;
const schema = '@grafana/schema/dist/types';
const panels = ['timeseries', 'stat', 'table', 'heatmap'];

// JSON has the values of enums where the types have the enums.
const head = `
import type { Dashboard, Panel, RowPanel, AnnotationQuery, VariableModel } from '@grafana/schema';
${panels.map((name) => `import type * as ${name} from './node_modules/${schema}/raw/composable/${name}/panelcfg/x/types.gen';`).join('\n')}
type Wire<T> = T extends string ? \`\${T}\` : T extends number ? number : T extends boolean | null | undefined ? T
  : T extends (infer U)[] ? Wire<U>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] };
interface Target { datasource: { type: 'prometheus'; uid: string }; refId: string; expr: string; legendFormat: string;
  editorMode: 'code'; instant: boolean; range: boolean; format?: 'heatmap' | 'table' | 'time_series' }
interface PrometheusAnnotations { expr: string; step: string; titleFormat: string; textFormat: string; tagKeys: string;
  useValueForTime: boolean }
`;

function programOf(dashboard) {
  const lines = [head];
  const literal = (name, type, value) => lines.push(`export const ${name}: ${type} = ${JSON.stringify(value)};`);
  const { panels: all, annotations, templating, ...rest } = dashboard;
  literal('dashboard', "Wire<Omit<Dashboard, 'panels' | 'annotations' | 'templating'>>", rest);
  (annotations?.list ?? []).forEach((annotation, index) =>
    literal(`annotation${index}`, "Wire<Known<Omit<AnnotationQuery, 'snapshotData'>>> & Partial<PrometheusAnnotations>", annotation));
  (templating?.list ?? []).forEach((variable, index) =>
    literal(`variable${index}`, "Wire<Known<Omit<VariableModel, 'current' | 'query'>>> & Pick<VariableModel, 'query'> & { current?: Wire<VariableModel['current']> }", variable));
  all.forEach((panel) => {
    if (panel.type === 'row') {
      literal(`panel${panel.id}`, 'Wire<RowPanel>', panel);
      return;
    }

    if (!panels.includes(panel.type)) throw new Error(`panel ${panel.id} has the type ${panel.type}`);
    const { options, fieldConfig, targets, ...frame } = panel;
    const { custom, ...defaults } = fieldConfig.defaults;
    literal(`panel${panel.id}`, "Wire<Omit<Panel, 'options' | 'fieldConfig' | 'targets' | 'transformations'>> & { transformations?: { id: string; options: object }[] }", frame);
    literal(`options${panel.id}`, `Wire<${panel.type}.Options>`, options);
    literal(`defaults${panel.id}`, "Wire<Omit<NonNullable<Panel['fieldConfig']>['defaults'], 'custom'>>", defaults);
    if (custom && panel.type !== 'stat') literal(`custom${panel.id}`, `Wire<Partial<${panel.type}.FieldConfig>>`, custom);
    literal(`targets${panel.id}`, 'Target[]', targets);
  });
  return lines.join('\n');
}

let problems = 0;
const folder = mkdtempSync(join(here, '.check-'));
try {
  for (const file of process.argv.slice(2)) {
    const source = join(folder, `${basename(file, '.json')}.ts`);
    writeFileSync(source, programOf(JSON.parse(readFileSync(file, 'utf8'))).replaceAll("'./node_modules/", "'../node_modules/"));
    const program = ts.createProgram([source], {
      strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022, types: [],
    });
    for (const found of ts.getPreEmitDiagnostics(program)) {
      const where = found.file && found.start !== undefined
        ? found.file.text.slice(found.file.text.lastIndexOf('\n', found.start) + 1).split('=')[0].trim() : '';
      console.log(`${basename(file)}: ${where} ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`);
      problems++;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

process.exitCode = problems === 0 ? 0 : 1;
