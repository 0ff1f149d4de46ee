-- Which texts read like an item of which other. Three that have nothing to do with each other make a digest of it, and
-- only then are they joined to it, for the decision to find it out. Until then the digest's component and theirs stay
-- apart: a paragraph that thousands of texts have in common would make one component of them all.
create table digest_items (
  digest_id bigint not null,
  item_id bigint not null,
  item_day integer not null,
  primary key (digest_id, item_id)
);
create index digest_items_item on digest_items (item_id);
-- No item has less; what has as much and is none joins more than it has to, which changes nothing but the work.
insert into digest_items (digest_id, item_id, item_day)
select l.b, l.a, m.day from links l join component_members m on m.fingerprint_id = l.a
 where l.is_candidate and (l.a_lead_in_b >= 18 or l.shared >= 13)
union all
select l.a, l.b, m.day from links l join component_members m on m.fingerprint_id = l.b
 where l.is_candidate and (l.b_lead_in_a >= 18 or l.shared >= 13);
