import { canEdit, judgeVisibility, maySee, type Evidence, type VisibilityFacts } from '@writethru/domain';
import type { Principal } from '@writethru/runtime';
import type { Viewer } from '@writethru/store';

/** Who asks, and when: every route that shows articles asks here what may be shown. */
export function viewerOf(principal: Principal, now: Date): Viewer {
  return { isEditor: canEdit(principal.scopes), now };
}

/** How an article is shown to a viewer. `notShown` says why not; an editor is told though he sees the text. */
export interface Shown {
  isShown: boolean;
  notShown?: 'embargoed' | 'withheld' | 'canceled' | 'erased' | 'expired';
}

/** Whether a viewer may see an article's text. */
export function showTo(viewer: Viewer, facts: VisibilityFacts): Shown {
  const visibility = judgeVisibility(facts, viewer.now.getTime());
  const isShown = maySee(visibility, viewer.isEditor);
  return visibility === 'shown' ? { isShown } : { isShown, notShown: visibility };
}

/** Whether a viewer must not even be told that there is such an article. */
export function isUntold(viewer: Viewer, facts: VisibilityFacts): boolean {
  return !viewer.isEditor && judgeVisibility(facts, viewer.now.getTime()) === 'embargoed';
}

/** Evidence without words of a text: for where one of the two articles may not be shown. */
export function withoutWords(evidence: Evidence): Evidence {
  const { changedNumbers: _numbers, changedNames: _names, linkKey: _key, ...rest } = evidence;
  return rest;
}
