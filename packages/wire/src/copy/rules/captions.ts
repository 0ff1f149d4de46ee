import type { CopyRule } from './rule.ts';

const NAME = String.raw`\p{Lu}[\p{L}.'’-]{1,30}(?: \p{Lu}[\p{L}.'’-]{0,30}){0,3}`;

/** Captions and credits of pictures that came with the text. Whole paragraphs, in any place. */
export const CAPTIONS: readonly CopyRule[] = [
  {
    name: 'caption before a pipe',
    part: 'caption',
    place: 'line',
    needs: /\|/u,
    source: String.raw`\|?\s?[^|]{20,290}\s\|`,
    matches: [
      'The mayor (left) at the closed bridge in Lindmouth on Friday. (Demo Wire) |',
      '| The mayor at the closed bridge in Lindmouth. |',
    ],
    rejects: ['| Norvale | 12 | 14 |', 'The mayor at the closed bridge in Lindmouth.'],
  },
  {
    name: 'caption by its beginning',
    part: 'caption',
    place: 'line',
    source: String.raw`(?:FILE(?: PHOTO| -|\s[–—-])|File photo\s?[:：]|Photo(?:graph)?\s?[:：]|PHOTO\s?[:：]|Image\s?[:：]|Picture\s?[:：]|Caption\s?[:：]|Foto\s?[:：]|Bild\s?[:：]|Symbolbild|Archivbild|Фото\s?[:：]|صورة\s?[:：]|图\s?[:：]|圖\s?[:：]|写真\s?[:：])\s?.{0,280}`,
    matches: [
      'FILE PHOTO: The bridge at Lindmouth',
      'FILE - The bridge at Lindmouth',
      'Photo: Demo Wire',
      'Foto: dpa',
      'Фото: Demo Wire',
      '写真：共同',
    ],
    rejects: ['Photo shops closed', 'File the form, he said'],
  },
  {
    name: 'caption by its credit',
    part: 'caption',
    place: 'line',
    isAnywhere: true,
    needs: /[([|/摄]|Getty Images/u,
    source: String.raw`(?:[(\[|]\s?(?:AP )?(?:Photos?|Photograph|Image|Picture|Foto|Фото|Credit|Courtesy)[ /:：](?:by |of )?[^()[\]]{1,60}[)\]|]?|\bREUTERS\s?/\s?${NAME}|\b(?:AFP|AP|EPA|Reuters|Getty Images|dpa|Xinhua)\s?/\s?(?:Getty Images|${NAME})|\bGetty Images|图/${NAME}|（(?:新华社|中新社)?[^（）]{0,12}摄）)\s?[.)\]|]{0,2}$`,
    accepts: (match) => match.index < 220,
    matches: [
      'The bridge at Lindmouth on Friday. REUTERS/Ann Teller',
      'The bridge. (AP Photo/Juan Ruiz)',
      'A view of the port [Photo/Xinhua]',
      '大桥（新华社记者王小明摄）',
    ],
    rejects: ['A photo of the bridge was shown to the court.', 'He said so (see the photo of the bridge).'],
  },
];
