"""What sections add to VTK's shaders: points beyond a plane are not drawn, cut solids get a lid.

VTK's own clipping planes are at most six, which one box uses up; here there are as many as one likes.

A lid is where a ray comes through a plane inside a solid, that is where the first surface after that point,
cut away or not, is the back of one. So the lids have a layer of their own, where the fronts of all cut solids
are drawn without colour, then their backs in the colour of lids; nothing that is kept can be before them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from vtkmodules import vtkRenderingOpenGL2  # noqa: F401 - shader properties come from there
from vtkmodules.vtkRenderingCore import vtkShaderProperty

from bimdesk.scene.camera import Camera
from bimdesk.scene.cut import NO_CUT, Cut

_CLIP_DEC, _CLIP, _LIGHT = "//VTK::Clip::Dec", "//VTK::Clip::Impl", "//VTK::Light::Impl"
_END = "//VTK::CustomEnd::Impl"
_VERTEX_OUT = "out vec3 cutMC;\n"
_VERTEX = "  cutMC = vertexMC.xyz;\n"
_FRAGMENT_IN = "in vec3 cutMC;\n"
_UNSEEN = "  gl_FragData[0].a = 0.003;\n"
"""VTK drops what has no alpha at all; this little leaves a byte as it is."""
_BY_COLOR = """
  gl_Position.z += dot(scalarColor.rgb, vec3(-3.0, 4.0, -2.5)) * (colorLift + 2e-7 * gl_Position.w);
"""
"""Surfaces in one place flicker only where their colours differ: so each colour gets a depth of its own.

The weights tell opposite hues and light from dark apart. The second term is what rounding makes of a depth.
"""
_LIFT = 1e-5
"""Share of the distance from the eye by which a colour of weight 1 is moved: 0.4 mm at 40 m.

No colour weighs more than 4 or less than -5.5; edges are lifted by six times what that can be.
"""


class CutShading:
    """The shader properties of one model's actors.

    `colored` for faces in colours of their own, `lid` and `front` for the lids, `clip` for all others.
    """

    def __init__(self) -> None:
        self.clip = vtkShaderProperty()
        self.colored = vtkShaderProperty()
        self.lid = vtkShaderProperty()
        self.front = vtkShaderProperty()
        self._count = -1
        self._cut = NO_CUT
        self.colored.AddVertexShaderReplacement(_END, True, _BY_COLOR + _END, False)

    def set_cut(self, cut: Cut) -> None:
        """Cut away by `cut`, in the model's own coordinates; no planes take the additions out again."""
        if cut == self._cut:
            return
        self._cut = cut
        if len(cut.planes) != self._count:
            self._count = len(cut.planes)
            self._write_code()
        for number, plane in enumerate(cut.planes):
            for shader in (self.clip, self.colored, self.lid, self.front):
                shader.GetFragmentCustomUniforms().SetUniform4f(f"cutPlane{number}", plane)

    def set_depths(self, camera: Camera, clipping: tuple[float, float]) -> None:
        """Near and far plane of the frame, metres before the eye."""
        near, far = clipping
        lift = _LIFT * 2 * (camera.distance if camera.parallel else near * far) / (far - near)
        self.colored.GetVertexCustomUniforms().SetUniformf("colorLift", lift)

    def set_eye(self, camera: Camera, offset: ArrayLike) -> None:
        """Where lids are seen from; `offset` is where the model's origin lies in the scene."""
        if not self._cut:
            return
        if camera.parallel:
            x, y, z = (-camera.axes[2]).tolist()
            eye = (x, y, z, 0.0)
        else:
            x, y, z = (camera.eye - np.asarray(offset)).tolist()
            eye = (x, y, z, 1.0)
        for shader in (self.lid, self.front):
            shader.GetFragmentCustomUniforms().SetUniform4f("cutEye", eye)

    def _write_code(self) -> None:
        for shader in (self.clip, self.colored, self.lid, self.front):
            shader.ClearAllShaderReplacements()
            shader.GetFragmentCustomUniforms().RemoveAllUniforms()
        self.colored.AddVertexShaderReplacement(_END, True, _BY_COLOR + _END, False)
        if not self._count:
            return
        for shader in (self.clip, self.colored):
            _extend(shader, _discard(self._count))
        for shader in (self.lid, self.front):
            _extend(shader, _only_after_the_cut(self._count))
        self.front.AddFragmentShaderReplacement(_LIGHT, True, _LIGHT + "\n" + _UNSEEN, False)


def _discard(planes: int) -> str:
    return "".join(f"  if (dot(cutPlane{i}, vec4(cutMC, 1.0)) < 0.0) discard;\n" for i in range(planes))


def _only_after_the_cut(planes: int) -> str:
    """Drops all but surfaces behind a lid's place, where the way to the eye leaves what is kept (`inWay`)."""
    one = """  {{ float value = dot(cutPlane{i}, vec4(cutMC, 1.0)), along = dot(cutPlane{i}.xyz, toEye);
    if (along < -1e-9) inWay = min(inWay, -value / along);
    else if (along > 1e-9) outWay = max(outWay, -value / along);
    else if (value < 0.0) discard; }}
"""
    lines = [
        "  vec3 toEye = cutEye.xyz - cutEye.w * cutMC;\n",
        "  float inWay = 1e30, outWay = -1e30;\n",
        *(one.format(i=i) for i in range(planes)),
        "  if (inWay < 0.0 || inWay > 1e29 || outWay > inWay || (cutEye.w > 0.5 && inWay > 1.0)) discard;\n",
    ]
    return "".join(lines)


def _extend(shader: vtkShaderProperty, fragment: str) -> None:
    """Put code before VTK's own, in both shaders, where it declares and does its clipping."""
    for tag, code in ((_CLIP_DEC, _VERTEX_OUT), (_CLIP, _VERTEX)):
        shader.AddVertexShaderReplacement(tag, True, code + tag, False)
    for tag, code in ((_CLIP_DEC, _FRAGMENT_IN), (_CLIP, fragment)):
        shader.AddFragmentShaderReplacement(tag, True, code + tag, False)
