"""What the invented feedback reports say, in Thai and English."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.feedback_report import Finding


@dataclass(frozen=True)
class Words:
    """The texts of one report in one language."""

    agency: str
    issuer: str
    programme: str
    level: str
    summary: str
    categories: tuple[tuple[str, str], ...]
    strengths: tuple[Finding, ...]
    opportunities: tuple[Finding, ...]
    next_level: str = ""
    scale: tuple[str, ...] = ()
    title: str = ""
    range_programme: str = ""
    range_level: str = ""
    meanings: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


_THAI_CATEGORIES = (
    ("การนำองค์การ", "1 นำองค์การ"),
    ("การวางแผนเชิงยุทธศาสตร์", "2 ยุทธศาสตร์"),
    ("การให้ความสำคัญกับผู้รับบริการและผู้มีส่วนได้ส่วนเสีย", "3 ผู้รับ\nบริการ"),
    ("การวัด การวิเคราะห์ และการจัดการความรู้", "4 วัดและ\nความรู้"),
    ("การมุ่งเน้นบุคลากร", "5 บุคลากร"),
    ("การมุ่งเน้นระบบปฏิบัติการ", "6 ปฏิบัติ\nการ"),
    ("ผลลัพธ์การดำเนินการ", "7 ผลลัพธ์"),
)
_ENGLISH_CATEGORIES = (
    ("Leadership", "1 Leadership"),
    ("Strategic planning", "2 Strategy"),
    ("Service recipients and stakeholders", "3 Service\nrecipients"),
    ("Measurement, analysis and knowledge management", "4 Measures and\nknowledge"),
    ("Workforce", "5 Workforce"),
    ("Operations", "6 Operations"),
    ("Results", "7 Results"),
)

_THAI_STRENGTHS = (
    Finding(
        "ระบบการนำองค์การเชื่อมวิสัยทัศน์ถึงหน่วยงานในพื้นที่ครบทั้ง 76 จังหวัด",
        "ผู้บริหารสื่อสารเป้าหมายผ่านหน้าจอข้อมูลน้ำเดียวกันทุกสัปดาห์ และปรับตัวชี้วัดตามผลของพื้นที่ "
        "ปี 2569 มีการปรับแผนกลางปี 14 ครั้งจากข้อมูลที่หน่วยงานในพื้นที่ส่งขึ้นมา",
        "สำคัญต่อท่านเพราะงานเตือนภัยต้องตัดสินใจพร้อมกันหลายจังหวัด",
        "หัวข้อ 1.1 และ 2.3",
    ),
    Finding(
        "ใช้ข้อมูลดิจิทัลเต็มรูปแบบในงานหลัก",
        "สถานีต้นน้ำ 640 แห่งส่งค่าเข้าฐานข้อมูลเดียว และมีแผนรองรับเมื่อระบบล่มที่ซ้อมแล้วสองครั้ง",
        "",
        "หัวข้อ 4.4",
    ),
    Finding(
        "รับฟังผู้สูงอายุและผู้พิการด้วยวิธีที่เข้าถึงจริง",
        "ทดสอบข้อความเตือนภัยกับผู้สูงอายุ 412 คนใน 9 จังหวัด ก่อนประกาศใช้ และแก้ถ้อยคำสามรอบ",
        "สำคัญต่อท่านเพราะผู้ได้รับผลกระทบกลุ่มใหญ่อยู่ในพื้นที่ริมฝั่งที่มีผู้สูงอายุเกินร้อยละ 24",
        "หัวข้อ 3.1 และ 3.4",
    ),
)
_THAI_OPPORTUNITIES = (
    Finding(
        "ยังไม่พบการรวบรวมความรู้จากผู้ปฏิบัติงานที่ใกล้เกษียณ",
        "รายงานแสดงคลังความรู้ แต่ยังไม่เห็นวิธีเลือกเรื่องและการนำไปใช้ในหน่วยงานพื้นที่",
        "ขาดอีก 1 ประเด็นจึงครบระดับพื้นฐาน",
        "หัวข้อ 4.3",
    ),
    Finding(
        "การวิเคราะห์ต้นทุนมีเฉพาะระยะสั้น",
        "พบแผนลดต้นทุนประจำปี ยังไม่พบแผนระยะยาวและผลเทียบกับหน่วยงานอื่น",
        "ขาดอีก 1 ประเด็นจึงครบระดับพื้นฐาน",
        "หัวข้อ 6.3",
    ),
    Finding(
        "ผลลัพธ์ด้านความผูกพันของบุคลากรยังไม่มีแนวโน้มสามปี",
        "ตัวเลขปี 2569 เท่ากับร้อยละ 81.4 แต่ไม่มีค่าของปีก่อนหน้าให้เห็นทิศทาง และยังไม่แยกตามกลุ่มบุคลากร",
        "",
        "หัวข้อ 7.3",
    ),
)
_ENGLISH_STRENGTHS = (
    Finding(
        "Leadership carries one vision to the field offices of all 76 provinces",
        "Executives share targets through the same water dashboard every week and adjust the measures to "
        "local results. In 2026 the plan was changed 14 times on information from the field.",
        "It matters to you because a warning is decided in many provinces at once",
        "Items 1.1 and 2.3",
    ),
    Finding(
        "Digital data is used throughout the core work",
        "640 stations report to one database, and the plan for an outage has been rehearsed twice.",
        "",
        "Item 4.4",
    ),
    Finding(
        "Older and disabled people are heard in ways that reach them",
        "Warning texts were tried with 412 older people in 9 provinces before use, and reworded three times.",
        "It matters to you because in riverside areas more than 24 percent are older people",
        "Items 3.1 and 3.4",
    ),
)
_ENGLISH_OPPORTUNITIES = (
    Finding(
        "Knowledge of staff near retirement was not found to be collected",
        "The report shows a knowledge base, but not how subjects are chosen and used in field offices.",
        "One more checkpoint completes the Basic level",
        "Item 4.3",
    ),
    Finding(
        "Costs are analysed for the short term only",
        "A yearly saving plan was found; a long-term plan and a comparison with others were not.",
        "One more checkpoint completes the Basic level",
        "Item 6.3",
    ),
    Finding(
        "Results on engagement show no trend over three years",
        "The figure for 2026 is 81.4 percent; earlier years and groups of staff are not shown.",
        "",
        "Item 7.3",
    ),
)

_THAI_SUMMARY = (
    "ท่านมีระบบการนำองค์การและการวางแผนที่ชัดเจน ใช้ข้อมูลน้ำชุดเดียวกันตั้งแต่ส่วนกลางถึงริมฝั่ง และปรับปรุงจากเสียงของประชาชนอย่างต่อเนื่อง "
    "ผลงานเด่นคือการเตือนภัยล่วงหน้า 72 ชั่วโมงที่ผู้สูงอายุเข้าใจ ทั้งนี้ยังมีช่องว่างในการจัดการความรู้และการวิเคราะห์ต้นทุนระยะยาว\n\n"
    "หากปิดช่องว่างสองเรื่องนี้ได้ครบทุกประเด็นในระดับพื้นฐาน คะแนนของหมวด 4 และหมวด 6 จะเปิดให้นับประเด็นระดับก้าวหน้าที่ท่านทำไว้แล้ว"
)
_ENGLISH_SUMMARY = (
    "You have a clear system of leadership and planning, one set of water data from the centre to the riverside, "
    "and you keep improving from what people tell you. The 72-hour warning that older people understand stands out. "
    "Gaps remain in knowledge management and in the long-term analysis of costs.\n\n"
    "Once every Basic checkpoint of these two is met, the Advance checkpoints you already fulfil begin to count."
)

STATUS = {
    "th": Words(
        agency="กรมบริการข้อมูลน้ำ (สมมติ)",
        issuer="สำนักงาน ก.พ.ร.",
        programme="การประเมินสถานะการเป็นระบบราชการ 4.0 (PMQA 4.0)",
        level="ระดับพื้นฐาน (Basic)",
        next_level="ระดับก้าวหน้า",
        scale=("ยังไม่ถึงพื้นฐาน", "พื้นฐาน", "ก้าวหน้า", "พัฒนาจนเกิดผล"),
        summary=_THAI_SUMMARY,
        categories=_THAI_CATEGORIES,
        strengths=_THAI_STRENGTHS,
        opportunities=_THAI_OPPORTUNITIES,
        range_programme="รางวัลคุณภาพการบริหารจัดการภาครัฐ รายหมวด",
        range_level="รางวัลรายหมวด หมวด 1 ด้านการนำองค์การและความรับผิดชอบต่อสังคม",
        meanings=(
            "มีแนวทางที่เป็นระบบ ถ่ายทอดไปทั่วทั้งหน่วยงาน และปรับปรุงจากข้อเท็จจริง",
            "มีแนวทางที่เป็นระบบต่อความต้องการพื้นฐาน บางส่วนยังอยู่ในขั้นเริ่มถ่ายทอด",
        ),
    ),
    "en": Words(
        agency="Department of Water Information (fictional)",
        issuer="Office of the Public Sector Development Commission",
        programme="PMQA 4.0 status assessment",
        level="Basic",
        next_level="Advance",
        scale=("Below Basic", "Basic", "Advance", "Significance"),
        summary=_ENGLISH_SUMMARY,
        categories=_ENGLISH_CATEGORIES,
        strengths=_ENGLISH_STRENGTHS,
        opportunities=_ENGLISH_OPPORTUNITIES,
        range_programme="Public Sector Management Quality Award, by category",
        range_level="Category award: leadership and social responsibility",
        meanings=(
            "A systematic approach, deployed throughout and improved on facts.",
            "A systematic approach to the basic requirements, some units at an early stage.",
        ),
    ),
}
POINTS = {
    "th": Words(
        agency="กรมบริการข้อมูลน้ำ (สมมติ)",
        issuer="สำนักงาน ก.พ.ร.",
        programme="รางวัลบริการภาครัฐ ประเภทนวัตกรรมการบริการ",
        title="น้ำปิงบอกก่อน: ระบบเตือนภัยน้ำท่วมล่วงหน้า 72 ชั่วโมงที่ผู้สูงอายุอ่านเข้าใจ",
        level="รางวัลระดับดี",
        summary=_THAI_SUMMARY.split("\n", maxsplit=1)[0],
        categories=(
            ("การวิเคราะห์ปัญหา", "1"),
            ("แนวทางการพัฒนาและการนำไปปฏิบัติ", "2"),
            ("ผลผลิตและผลลัพธ์เชิงประจักษ์", "3"),
            ("ความยั่งยืนของโครงการและการขยายผล", "4"),
        ),
        strengths=_THAI_STRENGTHS,
        opportunities=_THAI_OPPORTUNITIES,
        next_steps=("ขยายผลไปยังลุ่มน้ำอื่นโดยเริ่มจากลุ่มน้ำที่มีสถานีครบ", "ส่งผลงานประเภทขยายผลมาตรฐานการบริการในรอบปี 2572"),
    ),
    "en": Words(
        agency="Department of Water Information (fictional)",
        issuer="Office of the Public Sector Development Commission",
        programme="Public Service Award: Service Innovation",
        title="The Ping tells first: a 72-hour flood warning that older people understand",
        level="Good",
        summary=_ENGLISH_SUMMARY.split("\n", maxsplit=1)[0],
        categories=(
            ("Analysis of the problem", "1"),
            ("Approach and implementation", "2"),
            ("Outputs and proven results", "3"),
            ("Sustainability and scaling", "4"),
        ),
        strengths=_ENGLISH_STRENGTHS,
        opportunities=_ENGLISH_OPPORTUNITIES,
        next_steps=(
            "Extend to another river basin where all stations exist.",
            "Enter the expansion award of B.E. 2572.",
        ),
    ),
}
