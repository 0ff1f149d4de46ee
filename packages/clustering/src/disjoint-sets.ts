/** Union-find with path halving, over any hashable member. */
export class DisjointSets<Member> {
  private readonly parent = new Map<Member, Member>();

  /** The member that stands for the set of `member`. */
  find(member: Member): Member {
    let at = member;
    for (;;) {
      const parent = this.parent.get(at) ?? at;
      if (parent === at) return at;
      const grandparent = this.parent.get(parent) ?? parent;
      this.parent.set(at, grandparent);
      at = grandparent;
    }
  }

  union(a: Member, b: Member): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA !== rootB) this.parent.set(rootB, rootA);
  }

  /** The sets that `members` fall into, each in the order of `members`. */
  group(members: Iterable<Member>): Member[][] {
    const groups = new Map<Member, Member[]>();
    for (const member of members) {
      const root = this.find(member);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [member]);
      else group.push(member);
    }
    return [...groups.values()];
  }
}
