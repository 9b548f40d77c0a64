"""Where the photo lies in the window: one scale and one origin, in device pixels.

Device pixels are the screen's own (a HiDPI widget has more of them than it has units), so 100 % is one photo
pixel per device pixel and the picture is never resampled twice. The origin is a whole device pixel: panning
then moves finished pixels instead of computing new ones.
"""

from __future__ import annotations

import math

from editor.painting.rect import EMPTY, Rect

MAX_SCALE = 32.0


class Viewport:
    """The map between photo and device pixels.

    Attributes:
        scale: Device pixels per photo pixel.
        origin: Device position of the photo's upper left corner.
        is_fitted: The whole photo is kept in view, also when the window's size changes.
    """

    def __init__(self) -> None:
        self.scale = 1.0
        self.origin = (0, 0)
        self.is_fitted = True
        self._photo = (0, 0)
        self._window = (1, 1)

    @property
    def window(self) -> Rect:
        """The window's device pixels."""
        return Rect.whole(self._window)

    @property
    def window_size(self) -> tuple[int, int]:
        """(height, width) of the window in device pixels."""
        return self._window

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole photo is seen."""
        height, width = self._photo
        if height == 0 or width == 0:
            return 1.0
        return min(self._window[0] / height, self._window[1] / width, MAX_SCALE)

    @property
    def min_scale(self) -> float:
        return min(self.fit_scale, 1.0)

    def set_photo(self, size: tuple[int, int]) -> None:
        """Shows another photo of (height, width), all of it."""
        self._photo = size
        self.fit()

    def set_window(self, size: tuple[int, int]) -> None:
        """The window is now (height, width) device pixels; its center keeps its place in the photo."""
        old = self._window
        self._window = (max(1, size[0]), max(1, size[1]))
        if self.is_fitted:
            self.fit()
        else:
            self.pan((self._window[1] - old[1]) // 2, (self._window[0] - old[0]) // 2)

    def fit(self) -> None:
        """The whole photo, in the middle."""
        self.is_fitted = True
        self.scale = self.fit_scale
        self.origin = (
            round((self._window[1] - self._photo[1] * self.scale) / 2),
            round((self._window[0] - self._photo[0] * self.scale) / 2),
        )

    def zoom_at(self, scale: float, x: float, y: float) -> None:
        """Sets the scale so that the photo's point under device position (x, y) stays there."""
        px, py = self.to_photo(x, y)
        self.scale = min(max(scale, self.min_scale), MAX_SCALE)
        self.is_fitted = False
        self.origin = (round(x - px * self.scale), round(y - py * self.scale))
        self._keep_in_sight()

    def pan(self, dx: int, dy: int) -> None:
        """Moves the photo by device pixels."""
        self.is_fitted = False
        self.origin = (self.origin[0] + dx, self.origin[1] + dy)
        self._keep_in_sight()

    def center_on(self, x: float, y: float) -> None:
        """Brings a photo point into the middle of the window."""
        self.is_fitted = False
        self.origin = (
            round(self._window[1] / 2 - x * self.scale),
            round(self._window[0] / 2 - y * self.scale),
        )
        self._keep_in_sight()

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        """The photo point under a device position."""
        return (x - self.origin[0]) / self.scale, (y - self.origin[1]) / self.scale

    def to_device(self, x: float, y: float) -> tuple[float, float]:
        """The device position of a photo point."""
        return x * self.scale + self.origin[0], y * self.scale + self.origin[1]

    @property
    def photo_on_device(self) -> Rect:
        """The device pixels that the photo covers, in or out of the window."""
        height, width = self._photo
        x1, y1 = self.to_device(width, height)
        return Rect(self.origin[0], self.origin[1], math.ceil(x1 - 1e-6), math.ceil(y1 - 1e-6))

    @property
    def visible(self) -> Rect:
        """The photo pixels that are at least partly in the window."""
        return self.photo_rect(self.window)

    def photo_rect(self, device: Rect) -> Rect:
        """The photo pixels that a rectangle of device pixels shows."""
        x0, y0 = self.to_photo(device.x0, device.y0)
        x1, y1 = self.to_photo(device.x1, device.y1)
        rect = Rect(math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1))
        return rect.intersection(Rect.whole(self._photo))

    def device_rect(self, rect: Rect, margin_px: int = 0) -> Rect:
        """The device pixels of the window that a rectangle of photo pixels touches, and a margin around."""
        if rect.is_empty:
            return EMPTY
        x0, y0 = self.to_device(rect.x0, rect.y0)
        x1, y1 = self.to_device(rect.x1, rect.y1)
        touched = Rect(math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1))
        return touched.grown(margin_px).intersection(self.window)

    def _keep_in_sight(self) -> None:
        """The middle of the window stays over the photo: nobody can lose it."""
        x, y = self.origin
        width, height = self._photo[1] * self.scale, self._photo[0] * self.scale
        middle_x, middle_y = self._window[1] / 2, self._window[0] / 2
        self.origin = (
            round(min(max(x, middle_x - width), middle_x)),
            round(min(max(y, middle_y - height), middle_y)),
        )
