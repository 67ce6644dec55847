# what: numpy with BLAS threads: matrix product, linear algebra, random numbers, FFT
a = numpy.random.default_rng(1).random((1200, 1200))
product = a @ a
assert abs(numpy.linalg.inv(a) @ a - numpy.eye(1200)).max() < 1e-6
assert numpy.linalg.svd(a[:100, :100])[1].shape == (100,)
assert numpy.allclose(numpy.fft.ifft(numpy.fft.fft(a[0])).real, a[0])
result = {"sum": float(product.sum())}
