"""Calls every operation as the samples of the vendor's documentation do: `vendor_calls.py BASE_URL`.

`requests.post(url, headers=headers, data=payload)` where a link is given, `files=` beside it where a file is, `json=`
where the documentation says JSON; booleans are Python's, and lists are texts that hold JSON.

The calls up to `also_json`, their order and their values are those of `tests/simulator/examples/every_operation`,
which makes them with the Rust client: the ids that the simulator gives out depend on the order, and some are sent back.
"""

import io
import json
import sys

import requests

KEY = "test-key"
SONG = "https://example.com/song.mp3?v=1&take=2"
HOOK = "https://example.com/hook"
LYRICS = '[Verse]\nSüße Träume & "more"'
SOUND = b"ID3\x04\xff\xfb\x90\r\nsound"


class Vendor:
    """Makes calls, and stops at the first that is not answered with 200."""

    def __init__(self, base_url):
        self.base_url = base_url
        self.headers = {"Authorization": KEY}
        self.made = 0

    def data(self, path, files=None, **payload):
        """A form: urlencoded, or multipart if there are files."""
        url = f"{self.base_url}{path}"
        return self._answer(requests.post(url, headers=self.headers, data=payload, files=files, timeout=30))

    def json(self, path, **payload):
        url = f"{self.base_url}{path}"
        return self._answer(requests.post(url, headers=self.headers, json=payload, timeout=30))

    def get(self, path, **params):
        url = f"{self.base_url}{path}"
        return self._answer(requests.get(url, headers=self.headers, params=params, timeout=30))

    def post(self, path, **params):
        """No body, as the two calls that finish an upload."""
        url = f"{self.base_url}{path}"
        return self._answer(requests.post(url, headers=self.headers, params=params, timeout=30))

    def _answer(self, response):
        self.made += 1
        if response.status_code != 200:
            request = response.request
            sys.exit(f"{request.method} {request.url} ({request.headers.get('Content-Type')}): "
                     f"{response.status_code} {response.text}")
        return response.json()


def song_file(name="song.mp3"):
    """A file as `open` returns it: something to read, with a name."""
    file = io.BytesIO(SOUND)
    file.name = name
    return file


# The payloads of the four operations that the vendor's workflow node calls with JSON too.
REMIX = {
    "audio_url": SONG, "prompt": "lo-fi", "lyrics": LYRICS, "title": "Rain", "gender": "male",
    "generate_album_cover": True, "lyrics_timestamps": False, "webhook_url": HOOK,
}
EXTEND = {
    "audio_url": SONG, "extend_after": 35.0, "prompt": "with a guitar", "lyrics": LYRICS,
    "lyrics_section_to_extend": "[Chorus]", "gender": "male", "title": "Rain", "num_outputs": 2,
    "generate_album_cover": False, "lyrics_timestamps": True, "webhook_url": HOOK,
}
INPAINT = {
    "audio_url": SONG, "prompt": "a choir", "replace_start_at": 12.5, "replace_end_at": 20.0, "lyrics": LYRICS,
    "lyrics_section_to_replace": "[Chorus]", "gender": "female", "num_outputs": 1, "title": "Rain",
    "generate_album_cover": True, "lyrics_timestamps": True, "webhook_url": HOOK,
}
SING_OVER_INSTRUMENTAL = {
    "audio_url": SONG, "prompt": "soul", "lyrics": LYRICS, "gender": "female", "title": "Rain",
    "generate_album_cover": True, "lyrics_timestamps": True, "webhook_url": HOOK,
}


def generations(vendor):
    songs = vendor.json(
        "/v2/MusicAI", prompt="a calm song about rain", music_style="Lo-fi", lyrics=LYRICS, title="Rain",
        make_instrumental=False, vocal_only=False, gender="female", voice_id="voice-1",
        generate_album_cover=True, lyrics_timestamps=True, model="v7", output_length=120,
        negative_tags="drums, noise", webhook_url=HOOK)
    vendor.json(
        "/v1/MusicAI", prompt="a calm song about rain", music_style="Lo-fi", lyrics=LYRICS, title="Rain",
        make_instrumental=False, vocal_only=True, gender="neutral", voice_id="voice-1",
        generate_album_cover=False, webhook_url=HOOK)
    vendor.get("/v2/MusicAI/stream", task_id=songs["task_id"], conversion_id=songs["conversion_id_1"])
    vendor.data("/v1/Remix", **REMIX)
    vendor.data("/v1/Remix", files={"audio_file": song_file()}, prompt="lo-fi", lyrics_timestamps=True)
    vendor.data("/v1/extend", **EXTEND)
    vendor.data("/v1/extend", files={"audio_file": song_file()}, extend_after=59.5, lyrics_timestamps=True)
    vendor.data("/v1/inpaint", **INPAINT)
    vendor.data(
        "/v1/inpaint", files={"audio_file": song_file()}, prompt="a choir", replace_start_at=0.25,
        replace_end_at=20.0)
    vendor.data("/v1/sing_over_instrumental", **SING_OVER_INSTRUMENTAL)
    vendor.data(
        "/v1/sing_over_instrumental", files={"audio_file": song_file()}, prompt="soul", lyrics=LYRICS)
    vendor.data(
        "/v1/sing_over_vocal", audio_url=SONG, lyrics=LYRICS, prompt="soul", gender="female",
        make_instrumental=False, title="Rain", generate_album_cover=True, lyrics_timestamps=True,
        webhook_url=HOOK)
    vendor.data("/v1/sing_over_vocal", files={"audio_file": song_file()}, lyrics=LYRICS)
    vendor.data(
        "/v1/image_to_song", image_url="https://example.com/cover.png", prompt="what it shows", lyrics=LYRICS,
        negative_tags="no heavy metal, avoid loud drums", make_instrumental=False, vocal_only=False,
        key="C major", bpm=120, voice_id="voice-1", webhook_url=HOOK)
    vendor.data("/v1/image_to_song", files={"image_file": song_file("cover.png")}, make_instrumental=True)
    vendor.data(
        "/v1/image_generator", style_preset="Anime", prompt='Süße & "more" = 1+1', height=960, width=544,
        seed=12345, webhook_url=HOOK)
    return songs


def enhancements(vendor):
    vendor.json(
        "/v1/TextToSpeech", text="Hello \U0001f3b5", voice_id="voice-1", gender="male", webhook_url=HOOK)
    vendor.data(
        "/v1/VoiceChanger", audio_url=SONG, voice_id="voice-1", remove_background=1, pitch=-12,
        webhook_url=HOOK)
    vendor.data("/v1/VoiceChanger", files={"audio_file": song_file()}, voice_id="voice-1", pitch=2)
    vendor.data("/v1/Cover", audio_url=SONG, voice_id="voice-1", pitch=12, webhook_url=HOOK)
    vendor.data("/v1/Cover", files={"audio_file": song_file()}, voice_id="voice-1")
    vendor.data(
        "/v2/Extraction", audio_url=SONG, stems='["vocals", "drums"]',
        preprocessing_options=json.dumps(["Denoise", "Dereverb"]), eco_mode=True, webhook_url=HOOK)
    vendor.data("/v2/Extraction", files={"audio_file": song_file()}, stems='["vocals"]')
    vendor.data(
        "/v1/Extraction", audio_url=SONG, stems='["bass"]', preprocessing_options='["Deecho"]',
        webhook_url=HOOK)
    vendor.data("/v1/Extraction", files={"audio_file": song_file()})
    for path in ["/v1/denoise", "/v1/deecho", "/v1/dereverb"]:
        vendor.data(path, audio_url=SONG, webhook_url=HOOK)
        vendor.data(path, files={"audio_file": song_file()})
    vendor.data(
        "/v1/sound_generator", prompt="Generate a soothing ambient soundscape.", audio_length=30,
        generate_album_cover=False, webhook_url=HOOK)
    vendor.data(
        "/v1/audio_transcribe", audio_url=SONG, language="en", translate=False,
        transcription_format="plain_text", translation_format="plain_text", word_timestamps=True,
        webhook_url=HOOK)
    vendor.data("/v1/audio_transcribe", files={"audio_file": song_file()}, word_timestamps=False)
    vendor.get("/v1/prompt_to_lyrics", prompt="süß & salty = 100%?")


def utilities(vendor):
    vendor.data(
        "/v1/file_convert", audio_url=SONG, target_format="wav", target_sr=44100, target_bit_depth=24,
        webhook_url=HOOK)
    vendor.data("/v1/file_convert", files={"audio_file": song_file()}, target_format="flac")
    vendor.data(
        "/v1/audio_to_midi", audio_url=SONG, sonify_midi=True, save_note_events=False, webhook_url=HOOK)
    vendor.data("/v1/audio_to_midi", files={"audio_file": song_file()}, sonify_midi=False)
    vendor.data(
        "/v1/audio_cutter", audio_url=SONG, start_time=10500, end_time=45000, output_extension="mp3",
        webhook_url=HOOK)
    vendor.data("/v1/audio_cutter", files={"audio_file": song_file()}, start_time=0.5, end_time=45000)
    vendor.data(
        "/v1/audio_speed_changer", audio_url=SONG, speed_change_factor=1.5, output_extension="ogg",
        webhook_url=HOOK)
    vendor.data("/v1/audio_speed_changer", files={"audio_file": song_file()}, speed_change_factor=2.0)
    vendor.data(
        "/v1/audio_mastering", audio_url=SONG, reference_audio_url="https://example.com/reference.mp3",
        output_extension="wav", webhook_url=HOOK)
    files = {"audio_file": song_file(), "reference_audio_file": song_file("reference.mp3")}
    vendor.data("/v1/audio_mastering", files=files, output_extension="flac")
    vendor.data("/v1/extract_key_bpm", audio_url=SONG, webhook_url=HOOK)
    vendor.data("/v1/extract_key_bpm", files={"audio_file": song_file()})


def lookups(vendor, songs):
    vendor.get("/v1/byId", conversionType="MUSIC_AI", task_id=songs["task_id"])
    vendor.get("/v1/byId", conversionType="MUSIC_AI", conversion_id=songs["conversion_id_2"])
    vendor.get("/v1/getAllVoices", limit=20, page=0)
    vendor.get("/v1/searchVoices", query="Beyoncé & co", limit=2, page=0)
    upload = vendor.json(
        "/v2/upload_audio", content_type="audio/mpeg", size_bytes=1048576, filename="song.mp3",
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", conversion_type="REMIX")
    path = f"/v2/upload_audio/{upload['upload_id']}/complete"
    vendor.post(path)
    vendor.post(f"{path}/pre-process", wait_seconds=30)


def also_json(vendor):
    # The node is JavaScript, which knows no 35.0.
    vendor.json("/v1/Remix", **REMIX)
    vendor.json("/v1/extend", **{**EXTEND, "extend_after": 35})
    vendor.json("/v1/inpaint", **{**INPAINT, "replace_end_at": 20})
    vendor.json("/v1/sing_over_instrumental", **SING_OVER_INSTRUMENTAL)


def main():
    vendor = Vendor(sys.argv[1])
    songs = generations(vendor)
    enhancements(vendor)
    utilities(vendor)
    lookups(vendor, songs)
    also_json(vendor)
    print(f"{vendor.made} calls as the vendor documents them, all answered 200")


if __name__ == "__main__":
    main()
