"""Pairs of bodies: what LINE refuses, and the nearest thing that it accepts."""

from copy import deepcopy
from typing import Any, NamedTuple

USER = "U" + "1" * 32
TALL = "ก้"  # one grapheme cluster, two UTF-16 units
POSTBACK = {"type": "postback", "label": "แก้ประเภท", "data": "v1|k|YL-6911-00042"}
SAY = {"type": "message", "label": "ติดตาม", "text": "ติดตาม"}
LINK = {"type": "uri", "label": "โทร", "uri": "tel:191"}
PICTURE = "https://example.com/a.jpg"


class Pair(NamedTuple):
    name: str
    property: str
    refused: Any
    accepted: Any


def text(words="รับเรื่องแล้ว", **more):
    return {"type": "text", "text": words, **more}


def quick(*actions, **item):
    items = [{"type": "action", "action": action, **item} for action in actions]
    return text(quickReply={"items": items})


def flex(contents, alt="เรื่องของท่าน"):
    return {"type": "flex", "altText": alt, "contents": contents}


def bubble(*parts, **more):
    body = {"type": "box", "layout": "vertical", "contents": list(parts)}
    return {"type": "bubble", "body": body, **more}


def word(words="ถนน", **more):
    return {"type": "text", "text": words, **more}


def box(layout, *parts, **more):
    return {"type": "box", "layout": layout, "contents": list(parts), **more}


def in_bubble(*parts, **more):
    return flex(bubble(*parts, **more))


def button(action, **more):
    return in_bubble({"type": "button", "action": action, **more})


def template(kind, **fields):
    return {"type": "template", "altText": "เลือก", "template": {"type": kind, **fields}}


def buttons(**fields):
    return template("buttons", **{"text": "เลือก", "actions": [SAY], **fields})


def carousel(*columns):
    return template("carousel", columns=list(columns))


def column(**fields):
    return {"text": "เรื่อง", "actions": [SAY], **fields}


def without(value, key):
    return {name: each for name, each in value.items() if name != key}


def with_(value, **fields):
    return {**deepcopy(value), **fields}


def picker(**fields):
    return quick({"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date", **fields})


IMAGE = {"type": "image", "originalContentUrl": PICTURE, "previewImageUrl": PICTURE}
PLACE = {"type": "location", "title": "ตลาด", "address": "ถนน", "latitude": 6.5, "longitude": 101.2}
CAMERA = {"type": "camera", "label": "ส่งรูป"}
LONG_URL = "https://example.com/"

MESSAGES = [
    # --- shape -----------------------------------------------------------------------------------------------
    Pair("unknown field of a message", "messages[0].colour", text(colour="red"), text()),
    Pair("missing text", "messages[0].text", {"type": "text"}, text()),
    Pair("unknown type", "messages[0].type", {"type": "txt", "text": "x"}, text("x")),
    Pair("missing type", "messages[0].type", {"text": "x"}, text("x")),
    Pair("text is a number", "messages[0].text", text(5), text("5")),
    Pair("null", "messages[0].sender", text(sender=None), text()),
    Pair("message is a word", "messages[0]", "text", text("text")),
    Pair("unknown field of an action", "messages[0].quickReply.items[0].action.colour",
         quick({**SAY, "colour": "red"}), quick(SAY)),
    Pair("unknown action", "messages[0].quickReply.items[0].action.type",
         quick({"type": "dance", "label": "x"}), quick(SAY)),
    Pair("unknown Flex component", "messages[0].contents.body.contents[0].type",
         in_bubble({"type": "table"}), in_bubble({"type": "separator"})),
    Pair("unknown Flex property, deep", "messages[0].contents.body.contents[0].contents[0].fontSize",
         in_bubble(box("horizontal", word(fontSize="lg"))), in_bubble(box("horizontal", word(size="lg")))),
    Pair("unknown enumeration", "messages[0].contents.body.contents[0].weight",
         in_bubble(word(weight="heavy")), in_bubble(word(weight="bold"))),
    Pair("flex is a float", "messages[0].contents.body.contents[0].flex",
         in_bubble(word(flex=1.5)), in_bubble(word(flex=1))),
    Pair("body is no box", "messages[0].contents.body.type",
         flex({"type": "bubble", "body": word()}), in_bubble(word())),
    Pair("unknown template", "messages[0].template.type", template("list", text="x"), buttons()),
    Pair("a box without layout", "messages[0].contents.body.layout",
         flex({"type": "bubble", "body": {"type": "box", "contents": []}}), in_bubble()),
    Pair("a carousel in a carousel", "messages[0].contents.contents[0].type",
         flex({"type": "carousel", "contents": [{"type": "carousel", "contents": []}]}),
         flex({"type": "carousel", "contents": [bubble(word())]})),
    # --- text ------------------------------------------------------------------------------------------------
    Pair("text of 5,001", "messages[0].text", text("ก" * 5001), text("ก" * 5000)),
    Pair("text counts UTF-16 units", "messages[0].text", text("😀" * 2501), text("😀" * 2500)),
    Pair("empty text", "messages[0].text", text(""), text(" ")),
    Pair("sender's name of 21", "messages[0].sender.name",
         text(sender={"name": "ก" * 21}), text(sender={"name": "ก" * 20})),
    Pair("sender's icon over http", "messages[0].sender.iconUrl",
         text(sender={"iconUrl": "http://example.com/a.png"}), text(sender={"iconUrl": PICTURE})),
    Pair("sender called LINE", "messages[0].sender.name",
         text(sender={"name": "LINE"}), text(sender={"name": "Online"})),
    Pair("emoji not at a dollar sign", "messages[0].emojis[0].index",
         text("ก $", emojis=[{"index": 0, "productId": "5", "emojiId": "001"}]),
         text("ก $", emojis=[{"index": 2, "productId": "5", "emojiId": "001"}])),
    Pair("a placeholder without substitution", "messages[0].text",
         {"type": "textV2", "text": "{x}"},
         {"type": "textV2", "text": "{x}",
          "substitution": {"x": {"type": "mention", "mentionee": {"type": "all"}}}}),
    # --- quick reply and actions --------------------------------------------------------------------------------
    Pair("14 quick replies", "messages[0].quickReply.items", quick(*[SAY] * 14), quick(*[SAY] * 13)),
    Pair("no quick reply", "messages[0].quickReply.items", text(quickReply={"items": []}), quick(SAY)),
    Pair("label of 21 clusters", "messages[0].quickReply.items[0].action.label",
         quick({**SAY, "label": TALL * 21}), quick({**SAY, "label": TALL * 20})),
    Pair("no label", "messages[0].quickReply.items[0].action.label", quick(without(SAY, "label")), quick(SAY)),
    Pair("icon over http", "messages[0].quickReply.items[0].imageUrl",
         quick(SAY, imageUrl="http://example.com/a.png"), quick(SAY, imageUrl=PICTURE)),
    Pair("rich menu switch in a quick reply", "messages[0].quickReply.items[0].action.type",
         quick({"type": "richmenuswitch", "label": "x", "data": "x", "richMenuAliasId": "a"}), quick(POSTBACK)),
    Pair("camera outside a quick reply", "messages[0].contents.body.contents[0].action.type",
         button(CAMERA), quick(CAMERA)),
    Pair("camera roll in a template", "messages[0].template.actions[0].type",
         buttons(actions=[{"type": "cameraRoll", "label": "รูป"}]), quick({"type": "cameraRoll", "label": "รูป"})),
    Pair("location in a template", "messages[0].template.actions[0].type",
         buttons(actions=[{"type": "location", "label": "ที่"}]), quick({"type": "location", "label": "ที่"})),
    Pair("postback data of 301", "messages[0].quickReply.items[0].action.data",
         quick({**POSTBACK, "data": "x" * 301}), quick({**POSTBACK, "data": "x" * 300})),
    Pair("postback data counts UTF-16 units", "messages[0].quickReply.items[0].action.data",
         quick({**POSTBACK, "data": TALL * 151}), quick({**POSTBACK, "data": TALL * 150})),
    Pair("postback without data", "messages[0].quickReply.items[0].action.data",
         quick(without(POSTBACK, "data")), quick(POSTBACK)),
    Pair("display text of 301", "messages[0].quickReply.items[0].action.displayText",
         quick({**POSTBACK, "displayText": TALL * 301}), quick({**POSTBACK, "displayText": TALL * 300})),
    Pair("display text and text", "messages[0].quickReply.items[0].action.text",
         quick({**POSTBACK, "displayText": "x", "text": "x"}), quick({**POSTBACK, "displayText": "x"})),
    Pair("unknown input option", "messages[0].quickReply.items[0].action.inputOption",
         quick({**POSTBACK, "inputOption": "openCamera"}), quick({**POSTBACK, "inputOption": "openVoice"})),
    Pair("fill-in text without keyboard", "messages[0].quickReply.items[0].action.fillInText",
         quick({**POSTBACK, "fillInText": "x"}),
         quick({**POSTBACK, "fillInText": "x", "inputOption": "openKeyboard"})),
    Pair("message of 301", "messages[0].quickReply.items[0].action.text",
         quick({**SAY, "text": TALL * 301}), quick({**SAY, "text": TALL * 300})),
    Pair("message without text", "messages[0].quickReply.items[0].action.text",
         quick(without(SAY, "text")), quick(SAY)),
    Pair("ftp", "messages[0].quickReply.items[0].action.uri",
         quick({**LINK, "uri": "ftp://example.com/a"}), quick({**LINK, "uri": "line://nv/camera/"})),
    Pair("javascript", "messages[0].quickReply.items[0].action.uri",
         quick({**LINK, "uri": "javascript:alert(1)"}), quick({**LINK, "uri": "http://example.com/a"})),
    Pair("an address without scheme", "messages[0].quickReply.items[0].action.uri",
         quick({**LINK, "uri": "example.com"}), quick({**LINK, "uri": "https://example.com"})),
    Pair("an address with Thai letters", "messages[0].quickReply.items[0].action.uri",
         quick({**LINK, "uri": "https://example.com/ถนน"}), quick({**LINK, "uri": "https://example.com/%E0%B8%96"})),
    Pair("an address of 1,001", "messages[0].quickReply.items[0].action.uri",
         quick({**LINK, "uri": LONG_URL.ljust(1001, "x")}), quick({**LINK, "uri": LONG_URL.ljust(1000, "x")})),
    Pair("no address", "messages[0].quickReply.items[0].action.uri", quick(without(LINK, "uri")), quick(LINK)),
    Pair("clipboard of 1,001", "messages[0].quickReply.items[0].action.clipboardText",
         quick({"type": "clipboard", "label": "x", "clipboardText": "x" * 1001}),
         quick({"type": "clipboard", "label": "x", "clipboardText": "x" * 1000})),
    Pair("a picker's date", "messages[0].quickReply.items[0].action.initial",
         picker(initial="25-11-2026"), picker(initial="2026-11-25")),
    Pair("a picker's span", "messages[0].quickReply.items[0].action.max",
         picker(min="2026-11-25", max="2026-11-25"), picker(min="2026-11-25", max="2026-11-26")),
    Pair("a picker without mode", "messages[0].quickReply.items[0].action.mode",
         quick({"type": "datetimepicker", "label": "x", "data": "d"}), picker()),
    # --- Flex -------------------------------------------------------------------------------------------------
    Pair("alternative text of 1,501", "messages[0].altText",
         flex(bubble(word()), "ก" * 1501), flex(bubble(word()), "ก" * 1500)),
    Pair("empty alternative text", "messages[0].altText", flex(bubble(word()), ""), flex(bubble(word()), "x")),
    Pair("empty Flex text", "messages[0].contents.body.contents[0].text", in_bubble(word("")), in_bubble(word("-"))),
    Pair("Flex text without text", "messages[0].contents.body.contents[0].text",
         in_bubble({"type": "text"}), in_bubble({"type": "text", "contents": [{"type": "span", "text": "x"}]})),
    Pair("bubble over 30 KB", "messages[0].contents",
         in_bubble(*[word("x" * 950) for _ in range(31)]), in_bubble(*[word("x" * 950) for _ in range(30)])),
    Pair("bubble over 30 KB in UTF-8", "messages[0].contents",
         in_bubble(word("ก" * 10_000)), in_bubble(word("ก" * 9_900))),
    Pair("carousel over 50 KB", "messages[0].contents",
         flex({"type": "carousel", "contents": [bubble(word("x" * 16_700))] * 3}),
         flex({"type": "carousel", "contents": [bubble(word("x" * 16_500))] * 3})),
    Pair("13 bubbles", "messages[0].contents.contents",
         flex({"type": "carousel", "contents": [bubble(word())] * 13}),
         flex({"type": "carousel", "contents": [bubble(word())] * 12})),
    Pair("no bubble", "messages[0].contents.contents",
         flex({"type": "carousel", "contents": []}), flex({"type": "carousel", "contents": [bubble(word())]})),
    Pair("bubbles of two sizes", "messages[0].contents.contents",
         flex({"type": "carousel", "contents": [bubble(word(), size="kilo"), bubble(word())]}),
         flex({"type": "carousel", "contents": [bubble(word(), size="kilo"), bubble(word(), size="kilo")]})),
    Pair("bubble without block", "messages[0].contents", flex({"type": "bubble"}), in_bubble()),
    Pair("unknown bubble size", "messages[0].contents.size",
         in_bubble(word(), size="huge"), in_bubble(word(), size="giga")),
    Pair("a button as hero", "messages[0].contents.hero",
         flex({"type": "bubble", "hero": {"type": "button", "action": SAY}}),
         flex({"type": "bubble", "hero": {"type": "image", "url": PICTURE}})),
    Pair("an icon in a vertical box", "messages[0].contents.body.contents[0]",
         in_bubble({"type": "icon", "url": PICTURE}), in_bubble(box("baseline", {"type": "icon", "url": PICTURE}))),
    Pair("a button in a baseline box", "messages[0].contents.body.contents[0].contents[0]",
         in_bubble(box("baseline", {"type": "button", "action": SAY})), in_bubble(box("baseline", word()))),
    Pair("a span outside a text", "messages[0].contents.body.contents[0]",
         in_bubble({"type": "span", "text": "x"}), in_bubble(word(contents=[{"type": "span", "text": "x"}]))),
    Pair("a video in the body", "messages[0].contents.body.contents[0]",
         in_bubble({"type": "video", "url": PICTURE, "previewUrl": PICTURE, "altContent": box("vertical")}),
         flex({"type": "bubble", "hero": {"type": "video", "url": PICTURE, "previewUrl": PICTURE,
                                          "altContent": box("vertical")}})),
    Pair("button label of 41", "messages[0].contents.body.contents[0].action.label",
         button({**SAY, "label": TALL * 41}), button({**SAY, "label": TALL * 40})),
    Pair("button without label", "messages[0].contents.body.contents[0].action.label",
         button(without(SAY, "label")), in_bubble(word(action=without(SAY, "label")))),
    Pair("a colour by name", "messages[0].contents.body.contents[0].color",
         in_bubble(word(color="red")), in_bubble(word(color="#ff0000"))),
    Pair("a short colour", "messages[0].contents.styles.header.backgroundColor",
         in_bubble(word(), styles={"header": {"backgroundColor": "#fff"}}),
         in_bubble(word(), styles={"header": {"backgroundColor": "#ffffff80"}})),
    Pair("an unknown margin", "messages[0].contents.body.contents[0].margin",
         in_bubble(word(margin="1em")), in_bubble(word(margin="10px"))),
    Pair("an unknown text size", "messages[0].contents.body.contents[0].size",
         in_bubble(word(size="big")), in_bubble(word(size="xxl"))),
    Pair("a full text", "messages[0].contents.body.contents[0].size",
         in_bubble(word(size="full")), in_bubble({"type": "image", "url": PICTURE, "size": "full"})),
    Pair("padding in em", "messages[0].contents.body.contents[0].paddingAll",
         in_bubble(box("vertical", paddingAll="1em")), in_bubble(box("vertical", paddingAll="5%"))),
    Pair("a negative flex", "messages[0].contents.body.contents[0].flex",
         in_bubble(word(flex=-1)), in_bubble(word(flex=0))),
    Pair("a picture over http", "messages[0].contents.body.contents[0].url",
         in_bubble({"type": "image", "url": "http://example.com/a.jpg"}), in_bubble({"type": "image", "url": PICTURE})),
    Pair("a picture's address of 2,001", "messages[0].contents.body.contents[0].url",
         in_bubble({"type": "image", "url": LONG_URL.ljust(2001, "x")}),
         in_bubble({"type": "image", "url": LONG_URL.ljust(2000, "x")})),
    Pair("a picture too high", "messages[0].contents.body.contents[0].aspectRatio",
         in_bubble({"type": "image", "url": PICTURE, "aspectRatio": "1:4"}),
         in_bubble({"type": "image", "url": PICTURE, "aspectRatio": "1:3"})),
    Pair("a gradient without angle", "messages[0].contents.body.contents[0].background.angle",
         in_bubble(box("vertical", background={"type": "linearGradient", "startColor": "#000000",
                                               "endColor": "#ffffff"})),
         in_bubble(box("vertical", background={"type": "linearGradient", "angle": "90deg",
                                               "startColor": "#000000", "endColor": "#ffffff"}))),
    # --- templates --------------------------------------------------------------------------------------------
    Pair("buttons' text of 161", "messages[0].template.text", buttons(text=TALL * 161), buttons(text=TALL * 160)),
    Pair("buttons' text of 61 below a title", "messages[0].template.text",
         buttons(text="x" * 61, title="x"), buttons(text="x" * 60, title="x")),
    Pair("buttons' title of 41", "messages[0].template.title",
         buttons(title=TALL * 41), buttons(title=TALL * 40)),
    Pair("five buttons", "messages[0].template.actions", buttons(actions=[SAY] * 5), buttons(actions=[SAY] * 4)),
    Pair("no button", "messages[0].template.actions", buttons(actions=[]), buttons(actions=[SAY])),
    Pair("button label of 21 in a template", "messages[0].template.actions[0].label",
         buttons(actions=[{**SAY, "label": TALL * 21}]), buttons(actions=[{**SAY, "label": TALL * 20}])),
    Pair("a picture's shape", "messages[0].template.imageAspectRatio",
         buttons(imageAspectRatio="round"), buttons(imageAspectRatio="square")),
    Pair("confirm with three answers", "messages[0].template.actions",
         template("confirm", text="x", actions=[SAY] * 3), template("confirm", text="x", actions=[SAY] * 2)),
    Pair("confirm's text of 241", "messages[0].template.text",
         template("confirm", text=TALL * 241, actions=[SAY] * 2),
         template("confirm", text=TALL * 240, actions=[SAY] * 2)),
    Pair("11 columns", "messages[0].template.columns", carousel(*[column()] * 11), carousel(*[column()] * 10)),
    Pair("four actions in a column", "messages[0].template.columns[0].actions",
         carousel(column(actions=[SAY] * 4)), carousel(column(actions=[SAY] * 3))),
    Pair("columns with unequal actions", "messages[0].template.columns",
         carousel(column(), column(actions=[SAY] * 2)), carousel(column(), column())),
    Pair("a title in one column only", "messages[0].template.columns",
         carousel(column(), column(title="x")), carousel(column(title="x"), column(title="x"))),
    Pair("column's text of 121", "messages[0].template.columns[0].text",
         carousel(column(text="x" * 121)), carousel(column(text="x" * 120))),
    Pair("column's text of 61 with a picture", "messages[0].template.columns[0].text",
         carousel(column(text="x" * 61, thumbnailImageUrl=PICTURE)),
         carousel(column(text="x" * 60, thumbnailImageUrl=PICTURE))),
    Pair("image carousel label of 13", "messages[0].template.columns[0].action.label",
         template("image_carousel", columns=[{"imageUrl": PICTURE, "action": {**SAY, "label": "x" * 13}}]),
         template("image_carousel", columns=[{"imageUrl": PICTURE, "action": {**SAY, "label": "x" * 12}}])),
    Pair("image carousel over http", "messages[0].template.columns[0].imageUrl",
         template("image_carousel", columns=[{"imageUrl": "http://a.th/a.jpg", "action": SAY}]),
         template("image_carousel", columns=[{"imageUrl": "https://a.th/a.jpg", "action": SAY}])),
    # --- media ------------------------------------------------------------------------------------------------
    Pair("image over http", "messages[0].originalContentUrl",
         {**IMAGE, "originalContentUrl": "http://example.com/a.jpg"}, IMAGE),
    Pair("image's address of 2,001", "messages[0].previewImageUrl",
         {**IMAGE, "previewImageUrl": LONG_URL.ljust(2001, "x")},
         {**IMAGE, "previewImageUrl": LONG_URL.ljust(2000, "x")}),
    Pair("place's title of 101", "messages[0].title", {**PLACE, "title": "ก" * 101}, {**PLACE, "title": "ก" * 100}),
    Pair("place's address of 101", "messages[0].address",
         {**PLACE, "address": "ก" * 101}, {**PLACE, "address": "ก" * 100}),
    Pair("place beyond the pole", "messages[0].latitude", {**PLACE, "latitude": 90.1}, {**PLACE, "latitude": 90}),
    Pair("sticker by name", "messages[0].stickerId",
         {"type": "sticker", "packageId": "446", "stickerId": "wave"},
         {"type": "sticker", "packageId": "446", "stickerId": "1988"}),
    Pair("sound of no length", "messages[0].duration",
         {"type": "audio", "originalContentUrl": PICTURE, "duration": 0},
         {"type": "audio", "originalContentUrl": PICTURE, "duration": 1}),
    Pair("imagemap of another width", "messages[0].baseSize.width",
         {"type": "imagemap", "baseUrl": PICTURE, "altText": "x", "baseSize": {"width": 1000, "height": 500},
          "actions": [{"type": "message", "text": "x", "area": {"x": 0, "y": 0, "width": 9, "height": 9}}]},
         {"type": "imagemap", "baseUrl": PICTURE, "altText": "x", "baseSize": {"width": 1040, "height": 500},
          "actions": [{"type": "message", "text": "x", "area": {"x": 0, "y": 0, "width": 9, "height": 9}}]}),
]  # fmt: skip


def push(*messages, **more):
    return {"to": USER, "messages": list(messages), **more}


REQUESTS = [
    ("push", Pair("six messages", "messages", push(*[text()] * 6), push(*[text()] * 5))),
    ("push", Pair("no message", "messages", push(), push(text()))),
    ("push", Pair("no receiver", "to", {"messages": [text()]}, push(text()))),
    ("push", Pair("receiver by name", "to", push(text(), to="somchai"), push(text()))),
    ("push", Pair("unknown field", "silent", push(text(), silent=True), push(text(), notificationDisabled=True))),
    ("push", Pair("a list", "", [text()], push(text()))),
    ("reply", Pair("no token", "replyToken", {"messages": [text()]}, {"replyToken": "0" * 32, "messages": [text()]})),
    ("multicast", Pair("501 receivers", "to", {"to": [USER] * 501, "messages": [text()]},
                       {"to": [USER] * 500, "messages": [text()]})),
    ("multicast", Pair("a group", "to[0]", {"to": ["C" + "1" * 32], "messages": [text()]},
                       {"to": [USER], "messages": [text()]})),
    ("loading", Pair("7 seconds", "loadingSeconds", {"chatId": USER, "loadingSeconds": 7},
                     {"chatId": USER, "loadingSeconds": 10})),
    ("loading", Pair("65 seconds", "loadingSeconds", {"chatId": USER, "loadingSeconds": 65},
                     {"chatId": USER, "loadingSeconds": 60})),
    ("loading", Pair("a group", "chatId", {"chatId": "C" + "1" * 32}, {"chatId": USER})),
]  # fmt: skip
