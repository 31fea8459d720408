"""A QR code as a picture of a page: dark on light by day and by night, as cameras want it."""

from generator.qr import QUIET_ZONE, encode


def qr_svg(text: str) -> str:
    """Raises ValueError for a text that is too long for a code."""
    symbol = encode(text)
    side = symbol.size + 2 * QUIET_ZONE
    path = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h1v1h-1z"
        for row, bits in enumerate(symbol.rows)
        for column in range(symbol.size)
        if bits >> (symbol.size - 1 - column) & 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
