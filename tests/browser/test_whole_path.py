"""The main job in a real browser: a resident writes in the simulated LINE, a clerk answers, the resident reads it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.web.login import hash_password
from db import municipalities
from db.models import Role
from handlers import accounts

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PASSWORD = "correct horse battery staple"
PICTURES = Path("var/screenshots")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def clerk(city) -> str:
    with city.app.app_context():
        hashed = hash_password(PASSWORD)
    with city.database.transaction() as session:
        town = city.app.extensions["siang"].towns.get(session, municipalities.by_slug(session, "yala").id)
        new = accounts.NewAccount("clerk@yala.example", Role.STAFF, "Clerk")
        return accounts.add(session, town, new, hashed, city.clock()).email


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sentence_in_the_chat_is_answered_from_the_queue(city, chromium):
    PICTURES.mkdir(parents=True, exist_ok=True)
    resident = city.sim.add_resident("yala", "สมหญิง")
    phone = chromium.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{city.settings.line_api_host}/simulator/?resident={resident}")
    phone.get_by_placeholder("พิมพ์ข้อความ").fill("ไฟทางดับทั้งซอยสุขใจ 4 มืดมาก กลัวอันตรายค่ะ")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("รับเรื่องแล้ว").first).to_be_visible()
    phone.screenshot(path=PICTURES / "resident-asks.png")

    reference = city.cases()[0].reference
    desk = chromium.new_page(viewport={"width": 1440, "height": 900})
    desk.goto(f"{city.url}/login")
    desk.get_by_label("อีเมล").fill(clerk(city))
    desk.get_by_label("รหัสผ่าน").fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/staff/**")
    desk.locator(f'[data-case="{reference}"] a').first.click()
    desk.locator("[name=status]").select_option("in_progress")
    desk.locator("[name=note]").fill("ช่างไฟจะเข้าซ่อมพรุ่งนี้เช้า")
    desk.screenshot(path=PICTURES / "clerk-answers.png")
    desk.get_by_role("button", name="บันทึกและแจ้งผู้แจ้ง").click()
    expect(desk.get_by_text("กำลังดำเนินการ").first).to_be_visible()

    expect(phone.get_by_text("ช่างไฟจะเข้าซ่อมพรุ่งนี้เช้า")).to_be_visible(timeout=10_000)
    time.sleep(0.3)  # the chat scrolls to its end
    phone.screenshot(path=PICTURES / "resident-reads.png")
