-- A round under way as the second migration left it: every table later migrations rebuild has rows that others refer to.
insert into agencies (id, code, kind, name_th, name_en, sort_key, search_key, is_active)
  values ('a0000000000000000000000000000001', 'moac', 'ministry', 'กระทรวงตัวอย่าง', 'Ministry', 'ก', 'ก', true);
insert into agencies (id, code, kind, name_th, name_en, parent_id, ministry_id, sort_key, search_key, is_active)
  values ('a0000000000000000000000000000002', 'doae', 'department', 'กรมตัวอย่าง', 'Department', 'a0000000000000000000000000000001', 'a0000000000000000000000000000001', 'ก', 'ก', true);
insert into people (id, email, name_th, name_en, language, session_key, ledger_ref, is_active, created_at)
  values ('b0000000000000000000000000000001', 'one@lertrat.example', 'นายหนึ่ง ตัวอย่าง', 'Mr. One', 'th', 's1', 'person:1', true, '2025-10-01 02:00:00.000000');
insert into people (id, email, name_th, name_en, language, session_key, ledger_ref, is_active, created_at)
  values ('b0000000000000000000000000000002', 'two@lertrat.example', 'นางสอง ตัวอย่าง', 'Ms. Two', 'en', 's2', 'person:2', true, '2025-10-01 02:00:00.000000');
insert into role_grants (id, person_id, role, agency_id, granted_by_id, granted_at)
  values ('b1000000000000000000000000000001', 'b0000000000000000000000000000001', 'coordinator', 'a0000000000000000000000000000002', 'b0000000000000000000000000000002', '2025-10-01 02:00:00.000000');
insert into cycles (id, year_be, title_th, title_en, created_at)
  values ('c0000000000000000000000000000001', 2569, 'รอบปี 2569', 'Cycle 2569', '2025-10-01 02:00:00.000000');
insert into programmes (id, cycle_id, position, rubric_id, rubric_sha256, branch, type_code, title_th, title_en, opens_at, closes_at, grace_minutes, rules)
  values ('d0000000000000000000000000000001', 'c0000000000000000000000000000001', 1, 'ps-innovation@2569', 'f1', 'PS', 'innovation', 'ประเภทนวัตกรรม', 'Innovation', '2025-11-01 02:00:00.000000', '2026-01-30 09:30:00.000000', 30, '{}');
insert into stages (id, programme_id, position, code, kind, title_th, title_en)
  values ('e0000000000000000000000000000001', 'd0000000000000000000000000000001', 0, 'screening', 'screening', 'ตรวจกลั่นกรอง', 'Screening');
insert into stages (id, programme_id, position, code, kind, title_th, title_en, panel_size, opens_at, closes_at)
  values ('e0000000000000000000000000000002', 'd0000000000000000000000000000001', 1, 'panel', 'panel', 'ตรวจประเมิน', 'Assessment', 3, '2026-02-02 02:00:00.000000', '2026-03-31 09:30:00.000000');
insert into applications (id, code, programme_id, agency_id, title_th, title_en, responsible_unit, search_key, state, phase, stage_id, created_by_id, created_at, submitted_at, returned_sections, times_returned, state_since, version)
  values ('f0000000000000000000000000000001', 'PS-2569-0001', 'd0000000000000000000000000000001', 'a0000000000000000000000000000002', 'งานที่หนึ่ง', 'Work one', '', 'งานที่หนึ่ง', 'consensus', 'entry', 'e0000000000000000000000000000002', 'b0000000000000000000000000000001', '2025-11-02 02:00:00.000000', '2026-01-20 02:00:00.000000', '[]', 0, '2026-03-01 02:00:00.000000', 6);
insert into applications (id, code, programme_id, agency_id, title_th, title_en, responsible_unit, search_key, state, phase, created_by_id, created_at, returned_sections, times_returned, state_since, version)
  values ('f0000000000000000000000000000002', 'PS-2569-0002', 'd0000000000000000000000000000001', 'a0000000000000000000000000000002', 'งานที่สอง', 'Work two', '', 'งานที่สอง', 'draft', 'entry', 'b0000000000000000000000000000001', '2025-11-03 02:00:00.000000', '[]', 0, '2025-11-03 02:00:00.000000', 1);
insert into stored_files (sha256, media_type, size, pages, stored_at)
  values ('aa', 'application/pdf', 10, 1, '2026-01-10 02:00:00.000000');
insert into evidence (id, application_id, sha256, clean_sha256, file_name, caption, state, uploaded_by_id, uploaded_at)
  values ('f1000000000000000000000000000001', 'f0000000000000000000000000000001', 'aa', 'aa', 'หลักฐาน.pdf', '', 'clean', 'b0000000000000000000000000000001', '2026-01-10 02:00:00.000000');
insert into snapshots (id, application_id, number, phase, content, sha256, taken_at)
  values ('f2000000000000000000000000000001', 'f0000000000000000000000000000001', 1, 'entry', '{}', 'bb', '2026-01-20 02:00:00.000000');
insert into consensus_sheets (id, application_id, stage_id, state, opened_at)
  values ('f3000000000000000000000000000001', 'f0000000000000000000000000000001', 'e0000000000000000000000000000002', 'open', '2026-03-02 02:00:00.000000');
insert into consensus_sheets (id, application_id, stage_id, state, opened_at, recorded_by_id, recorded_at, total, sha256)
  values ('f3000000000000000000000000000002', 'f0000000000000000000000000000001', 'e0000000000000000000000000000001', 'recorded', '2026-03-02 02:00:00.000000', 'b0000000000000000000000000000002', '2026-03-05 02:00:00.000000', '68.2', 'cc');
insert into consensus_entries (id, consensus_id, node_id, value, reason, strengths, opportunities, dissent, version, saved_by_id, saved_at)
  values ('f4000000000000000000000000000001', 'f3000000000000000000000000000001', '1.1', '{"percent": "80"}', '', 'ชัดเจน', 'ขยายผล', '', 2, 'b0000000000000000000000000000002', '2026-03-03 02:00:00.000000');
insert into site_visits (id, application_id, visited_on, is_online, is_confirmed, note, recorded_by_id, recorded_at)
  values ('f5000000000000000000000000000001', 'f0000000000000000000000000000001', '2026-03-10 02:00:00.000000', false, true, 'ตรงกับรายงาน', 'b0000000000000000000000000000002', '2026-03-10 02:00:00.000000');
insert into extensions (id, programme_id, agency_id, until, reason, granted_by_id, granted_at)
  values ('f6000000000000000000000000000001', 'd0000000000000000000000000000001', 'a0000000000000000000000000000002', '2026-02-01 09:30:00.000000', 'น้ำท่วม', 'b0000000000000000000000000000002', '2026-01-29 02:00:00.000000');
insert into declared_interests (id, person_id, agency_id, reason, declared_at)
  values ('f7000000000000000000000000000001', 'b0000000000000000000000000000002', 'a0000000000000000000000000000001', 'เคยทำงาน', '2025-10-15 02:00:00.000000');
insert into proposals (id, act, application_id, payload, reason, state, proposed_by_id, proposed_at, expires_at)
  values ('f8000000000000000000000000000001', 'disqualify', 'f0000000000000000000000000000001', '{}', 'ผลงานซ้ำ', 'waiting', 'b0000000000000000000000000000001', '2026-03-11 02:00:00.000000', '2026-03-18 02:00:00.000000');
insert into proposals (id, act, programme_id, payload, reason, state, proposed_by_id, proposed_at, expires_at, settled_by_id, settled_at)
  values ('f8000000000000000000000000000002', 'announce', 'd0000000000000000000000000000001', '{}', 'ครบกำหนด', 'refused', 'b0000000000000000000000000000001', '2026-03-11 02:00:00.000000', '2026-03-18 02:00:00.000000', 'b0000000000000000000000000000002', '2026-03-12 02:00:00.000000');
insert into assignment_plans (id, programme_id, stage_id, state, pairs, figures, proposed_by_id, proposed_at, published_by_id, published_at)
  values ('f9000000000000000000000000000001', 'd0000000000000000000000000000001', 'e0000000000000000000000000000002', 'published', '[]', '{}', 'b0000000000000000000000000000001', '2026-01-31 02:00:00.000000', 'b0000000000000000000000000000002', '2026-02-01 02:00:00.000000');
insert into messages (id, kind, recipient_id, email, language, subject, body, link, dedupe_key, state, attempts, next_attempt_at, created_at, sent_at, error)
  values ('fa000000000000000000000000000001', 'submitted', 'b0000000000000000000000000000001', 'one@lertrat.example', 'th', 'ส่งแล้ว', 'ส่งแล้ว', '/', 'submitted:1', 'sent', 1, '2026-01-20 02:00:00.000000', '2026-01-20 02:00:00.000000', '2026-01-20 02:01:00.000000', '');
insert into events (seq, id, at, kind, actor, subject, data, previous, hash)
  values (1, 'fb000000000000000000000000000001', '2025-10-01T02:00:00.000000Z', 'agency_added', 'system', 'agencies:1', '{}', '00', '01');
insert into events (seq, id, at, kind, actor, subject, data, previous, hash)
  values (2, 'fb000000000000000000000000000002', '2025-10-01T02:00:01.000000Z', 'cycle_created', 'person:1', 'cycles:1', '{}', '01', '02');
