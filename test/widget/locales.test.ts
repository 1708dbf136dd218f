import {expect} from 'chai';
import {plural, english as atOnce, fill, type Labels, type LabelsOf} from '../../src/components/labels.ts';
import {lateEnglish} from '../../src/components/late-labels.ts';
import {labelLanguage, type LabelLanguage, labelLanguages} from '../../src/widget/label-language.ts';
import {loadLabels} from '../../src/widget/locales.ts';
import {en as english} from '../../src/widget/locales/en.ts';
import {teaserLabels} from '../../src/widget/teaser-labels.ts';

const forms = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
const stems = Object.keys(english).flatMap((key) => (key.endsWith('_other') ? key.slice(0, -'_other'.length) : []));
/** The key of a label without its plural form, which identifies the English label. */
const stemOf = (key: string) => stems.find((stem) => forms.some((form) => key === `${stem}_${form}`));
const plain = Object.keys(english).filter((key) => stemOf(key) === undefined);
const variables = (words: string) => [...new Set(words.match(/\$[a-zA-Z]+/g))].toSorted();

let sets: Map<LabelLanguage, Labels>;

/** The labels of all languages, each with its key, its language and its plural rules. */
const allLabels = () =>
  [...sets].flatMap(([language, labels]) =>
    Object.entries<string>(labels).map(([key, words]) => ({language, key, words, rule: pluralRulesOf(language)})),
  );
const pluralRulesOf = (language: string) => new Intl.PluralRules(language);

describe('the languages of the chat', () => {
  before(async () => {
    const others = labelLanguages.filter((language) => language !== 'en');
    sets = new Map(await Promise.all(others.map(async (language) => [language, await loadLabels(language)] as const)));
    sets.set('en', english);
  });

  it('are 28, each with its own labels', () => {
    expect(labelLanguages).to.have.length(28);
    expect(new Set(sets.values()).size).to.equal(28);
  });

  it('have their English labels in the chat, except for those of files loaded later', async () => {
    expect(await loadLabels('en')).to.equal(atOnce);
    expect(Object.keys(english)).to.have.members([...Object.keys(atOnce), ...Object.keys(lateEnglish)]);
  });

  it('have every label, with exactly the plural forms that their rules can select', () => {
    for (const [language, labels] of sets) {
      const chosen = pluralRulesOf(language).resolvedOptions().pluralCategories;
      expect(Object.keys(labels), language).to.have.members([
        ...plain,
        ...stems.flatMap((stem) => chosen.map((form) => `${stem}_${form}`)),
      ]);
      expect(
        Object.values<string>(labels).filter((words) => words.trim() === ''),
        language,
      ).to.deep.equal([]);
    }
  });

  it('use the same variables; a form for a single number may spell it out', () => {
    for (const {language, key, words, rule} of allLabels()) {
      const stem = stemOf(key);
      const wanted = variables(english[(stem === undefined ? key : `${stem}_other`) as keyof typeof english]);
      const counts = Array.from({length: 200}, (_, count) => count).filter((count) => stem && key === `${stem}_${rule.select(count)}`);
      const mayLeaveOut = counts.length === 1 && !variables(words).length && wanted.join() === '$count';
      if (!mayLeaveOut) expect(variables(words), `${language} ${key}: ${words}`).to.deep.equal(wanted);
    }
  });

  it('are not untranslated English', () => {
    for (const [language, labels] of sets) {
      if (language === 'en') continue;
      const same = plain.filter(
        (key) => english[key as keyof typeof english].length > 14 && labels[key as keyof Labels] === english[key as keyof typeof english],
      );
      // Labels with nothing but variables are the same everywhere.
      expect(
        same.filter((key) => /[a-z]/i.test(english[key as keyof typeof english].replace(/\$[a-z]+/gi, ''))),
        language,
      ).to.deep.equal([]);
    }
  });

  it('are typeset properly: no straight quotes, exclamation marks, three-dot ellipses or stray spaces', () => {
    for (const {language, key, words} of allLabels()) {
      const at = `${language} ${key}: ${words}`;
      expect(words, at).not.to.match(/['"`!！]|\.\.\.|\s\s|^\s|\s$/);
      if (language === 'fr') expect(words, at).not.to.match(/[^\u202f][?;]|[^\u00a0]:/);
      else expect(words, at).not.to.match(/\s[?;:]/);
      if (language === 'ar' && key !== 'coordinates') expect(words, at).not.to.match(/[?,;]/);
      if (['ja', 'zh'].includes(language)) expect(words.replaceAll('$latitude, $longitude', ''), at).not.to.match(/[?;!]|[,.](?!\w)/);
    }
  });

  it('select plural forms by the rules of the language, and format the number for it', () => {
    const formatCounts = (language: LabelLanguage, counts: readonly number[]) =>
      counts.map((count) => plural({...english, ...sets.get(language)}, 'files', count, language));
    expect(formatCounts('ru', [1, 2, 5, 21])).to.deep.equal(['1 файл', '2 файла', '5 файлов', '21 файл']);
    expect(formatCounts('pl', [1, 3, 12, 22])).to.deep.equal(['1 plik', '3 pliki', '12 plików', '22 pliki']);
    expect(formatCounts('cs', [1, 4, 5])).to.deep.equal(['1 soubor', '4 soubory', '5 souborů']);
    expect(formatCounts('ro', [1, 5, 20])).to.deep.equal(['1 fișier', '5 fișiere', '20 de fișiere']);
    expect(formatCounts('ja', [1, 2])).to.deep.equal(['ファイル1件', 'ファイル2件']);
    expect(formatCounts('de', [1234])).to.deep.equal(['1.234 Dateien']);
    expect(formatCounts('es', [1_000_000])).to.deep.equal([`${(1_000_000).toLocaleString('es')} de archivos`]);
    const arabic = formatCounts('ar', [0, 1, 2, 3, 11, 100]).map((words) => words.replace(/[\u2068\u2069]/g, ''));
    const [three, eleven, hundred] = [3, 11, 100].map((count) => count.toLocaleString('ar'));
    expect(arabic).to.deep.equal(['لا ملفات', 'ملف واحد', 'ملفان', `${three} ملفات`, `${eleven} ملفًا`, `${hundred} ملف`]);
    const withoutFew = english;
    expect(plural(withoutFew, 'files', 3, 'ru'), 'falls back to "other" for a missing form').to.equal('3 files');
  });

  it('isolate inserted values if directions differ, and not otherwise', () => {
    expect(fill('$name has joined', {name: 'Ada'})).to.equal('Ada has joined');
    expect(fill('$name, $time', {name: 'ليلى', time: '19:42'})).to.equal('\u2068ليلى\u2069, \u206819:42\u2069');
    expect(fill('يكتب $name', {name: 'Ada'})).to.equal('يكتب \u2068Ada\u2069');
    expect(fill('$name, $nickname', {name: '$nickname', nickname: 'b'})).to.equal('$nickname, b');
  });

  it('are matched by the primary subtag, falling back to English', () => {
    const found = ['de-AT', 'zh-Hant-TW', 'pt-BR', 'nb', 'nn-NO', 'NO', 'en-GB', 'tlh', 'x', ''].map(labelLanguage);
    expect(found).to.deep.equal(['de', 'zh', 'pt', 'no', 'no', 'no', 'en', 'en', 'en', 'en']);
  });

  it('match the copy of the dismiss label that the teaser has', () => {
    expect(Object.keys(teaserLabels)).to.have.members([...labelLanguages]);
    for (const [language, labels] of sets) expect(teaserLabels[language].dismiss, language).to.equal(labels.dismiss);
  });

  it('fail to compile if a label or a plural form is missing', () => {
    const two: LabelsOf<'one' | 'other'> = english;
    // @ts-expect-error Three forms are asked for, and English has two.
    const three: LabelsOf<'one' | 'few' | 'other'> = english;
    const {send: _, ...rest} = english;
    // @ts-expect-error A word is missing.
    const less: LabelsOf<'one' | 'other'> = rest;
    expect([two.send, three.send, less.send]).to.deep.equal(['Send', 'Send', undefined]);
  });
});
