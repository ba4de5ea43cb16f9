package crs

// Powers of the third flattening.
const (
	n1 = thirdN
	n2 = n1 * n1
	n3 = n2 * n1
	n4 = n2 * n2
	n5 = n3 * n2
	n6 = n3 * n3
)

// rectifying is the radius of the rectifying circle (Karney 2011, equation 14).
const rectifying = semiMajor / (1 + n1) * (1 + n2/4 + n4/64 + n6/256)

// conformalSeries are the coefficients of latitude minus conformal latitude in sines of multiples of twice the latter.
var conformalSeries = [6]float64{
	2*n1 - 2./3*n2 - 2*n3 + 116./45*n4 + 26./45*n5 - 2854./675*n6,
	7./3*n2 - 8./5*n3 - 227./45*n4 + 2704./315*n5 + 2323./945*n6,
	56./15*n3 - 136./35*n4 - 1262./105*n5 + 73814./2835*n6,
	4279./630*n4 - 332./35*n5 - 399572./14175*n6,
	4174./315*n5 - 144838./6237*n6,
	601676. / 22275 * n6,
}

// forwardSeries and inverseSeries are Krüger's alpha and beta (Karney 2011, equations 35 and 36).
var forwardSeries = [6]float64{
	n1/2 - 2./3*n2 + 5./16*n3 + 41./180*n4 - 127./288*n5 + 7891./37800*n6,
	13./48*n2 - 3./5*n3 + 557./1440*n4 + 281./630*n5 - 1983433./1935360*n6,
	61./240*n3 - 103./140*n4 + 15061./26880*n5 + 167603./181440*n6,
	49561./161280*n4 - 179./168*n5 + 6601661./7257600*n6,
	34729./80640*n5 - 3418889./1995840*n6,
	212378941. / 319334400 * n6,
}

var inverseSeries = [6]float64{
	n1/2 - 2./3*n2 + 37./96*n3 - 1./360*n4 - 81./512*n5 + 96199./604800*n6,
	1./48*n2 + 1./15*n3 - 437./1440*n4 + 46./105*n5 - 1118711./3870720*n6,
	17./480*n3 - 37./840*n4 - 209./4480*n5 + 5569./90720*n6,
	4397./161280*n4 - 11./504*n5 - 830251./7257600*n6,
	4583./161280*n5 - 108847./3991680*n6,
	20648693. / 638668800 * n6,
}
